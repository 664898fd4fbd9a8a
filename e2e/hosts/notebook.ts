// What a notebook does with a widget's module, in the page: anywidget's `model` over plain values, and one figure shown in two cells.

import type widget from '../../components/anywidget.ts';

/**
 * Shows the figure of `traits` by the module at `address`. Leaves on the page: `traits`, as they are now; `set(trait, value)`, as Python
 * sets one; `leave(cell)`, which takes a cell's output away and returns how many listeners the model still has.
 */
export async function show({ address, traits }: { readonly address: string; readonly traits: Record<string, unknown> }): Promise<void> {
  // As the notebook has it: the module's text, under an address of its own.
  const text = await (await fetch(address)).text();
  const module = (await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))) as { default: typeof widget };
  const listeners: { readonly event: string; readonly callback: () => void }[] = [];
  const model = {
    get: (trait: string) => traits[trait],
    set: (trait: string, given: unknown) => void (traits[trait] = given),
    save_changes() {},
    on: (event: string, callback: () => void) => void listeners.push({ event, callback }),
    off(event: string, callback: () => void) {
      const at = listeners.findIndex((each) => each.event === event && each.callback === callback);
      if (at >= 0) listeners.splice(at, 1);
    },
  };
  const cells = [0, 1].map(() => {
    const el = document.createElement('div');
    document.body.append(el);
    return module.default.render({ model, el });
  });
  Object.assign(globalThis, {
    traits,
    set(trait: string, given: unknown) {
      traits[trait] = given;
      for (const { event, callback } of listeners) if (event === `change:${trait}`) callback();
    },
    leave(cell: number) {
      cells[cell]();
      return listeners.length;
    },
  });
}
