// Two copies of the elements on one page must not crash it: the first to come defines, the others stand back.

/** Kept equal to the package's version by define.test.ts. */
export const version = '0.1.0';

const versions = Symbol.for('plateau.versions');

type Registry = Map<string, string>;

function registry(): Registry {
  const holder = globalThis as { [versions]?: Registry };
  return (holder[versions] ??= new Map());
}

/** Defines `tag` unless someone already did; warns when that someone was of another version. Does nothing in Node. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  if (!customElements.get(tag)) {
    customElements.define(tag, element);
    registry().set(tag, version);
    return;
  }
  const other = registry().get(tag);
  if (other !== version) console.warn(`<${tag}> is already defined by version ${other ?? 'unknown'}; ${version} stands back`);
}
