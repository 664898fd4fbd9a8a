// The figures around: who draws one, now or once it is loaded.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Figure } from './figure.ts';

const prefix = 'plateau-';

/** Elements below `root` whose figure can be written, in the document's order. */
function figuresIn(root: ParentNode): Figure[] {
  const found: Figure[] = [];
  for (const element of root.querySelectorAll('*')) {
    const { scene, data } = element as Element & Partial<Figure>;
    if (typeof scene === 'function') found.push({ name: element.localName.replace(prefix, ''), scene: () => scene.call(element), ...(data && { data: () => data.call(element) }) });
  }
  return found;
}

export class Figures implements ReactiveController {
  all: readonly Figure[] = [];

  private root: ParentNode | null = null;
  private readonly awaited = new Set<string>();
  private readonly observer = new MutationObserver(() => this.find());

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Follows what is below `root` from here on; nothing without one. */
  look(root: ParentNode | null): void {
    if (root === this.root) return;
    this.root = root;
    this.hostDisconnected();
    this.hostConnected();
  }

  hostConnected(): void {
    if (this.root) this.observer.observe(this.root, { childList: true, subtree: true });
    this.find();
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }

  private find(): void {
    this.all = this.root ? figuresIn(this.root) : [];
    this.host.requestUpdate();
    for (const { localName } of this.root?.querySelectorAll(':not(:defined)') ?? []) {
      if (!localName.startsWith(prefix) || this.awaited.has(localName)) continue;
      this.awaited.add(localName);
      // Of one that is never loaded nothing is said.
      void customElements.whenDefined(localName).then(() => this.find());
    }
  }
}
