// The width an element has to draw in, followed while it is in a document.

import type { ReactiveControllerHost } from 'lit';

/** `told` hears of the width of the host's content, in whole CSS pixels, at first and whenever it changes. */
export function followWidth(host: ReactiveControllerHost & Element, told: (width: number) => void): void {
  let observer: ResizeObserver | null = null;
  host.addController({
    hostConnected() {
      observer = new ResizeObserver(([entry]) => told(Math.floor(entry.contentRect.width)));
      observer.observe(host);
    },
    hostDisconnected: () => observer?.disconnect(),
  });
}
