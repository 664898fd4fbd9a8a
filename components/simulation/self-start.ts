// A run that starts when a reader comes to it, and rests while nobody can see it.

import type { ReactiveControllerHost } from 'lit';
import type { RunController } from './run-controller.ts';

/** Pixels beyond the window's edge that count as in view: who scrolls there finds it begun. */
const NEARLY = 200;

export class SelfStart {
  /** In view, or nearly, of a page that is not hidden behind another. */
  private seen = false;
  /** Whose the run is: `held` was started by itself and paused because nobody could see it. */
  private owner: 'nobody' | 'itself' | 'held' | 'reader' = 'nobody';

  constructor(host: ReactiveControllerHost & Element, private readonly run: RunController, private readonly wanted: () => boolean) {
    let observer: IntersectionObserver | null = null;
    let inView = false;
    const look = (): void => this.see(inView && !document.hidden);
    host.addController({
      hostConnected() {
        observer = new IntersectionObserver((entries) => {
          inView = entries.at(-1)!.isIntersecting;
          look();
        }, { rootMargin: `${NEARLY}px` });
        observer.observe(host);
        document.addEventListener('visibilitychange', look);
      },
      hostDisconnected: () => {
        observer?.disconnect();
        document.removeEventListener('visibilitychange', look);
        inView = false;
        // The run is closed with its element, and begins anew with it.
        [this.seen, this.owner] = [false, 'nobody'];
      },
    });
  }

  /** From here on the run is the reader's. */
  takeOver(): void {
    this.owner = 'reader';
  }

  /** Another experiment: what was said of the run before it does not count. */
  begin(): void {
    this.owner = 'nobody';
    if (this.seen && this.wanted()) this.start();
  }

  private see(seen: boolean): void {
    if (seen === this.seen) return;
    this.seen = seen;
    const { state } = this.run.view;
    if (seen && this.wanted() && (this.owner === 'held' || (this.owner === 'nobody' && state === 'idle'))) this.start();
    else if (!seen && this.owner === 'itself' && (state === 'running' || state === 'opening')) {
      this.owner = 'held';
      this.run.pause();
    }
  }

  private start(): void {
    this.owner = 'itself';
    this.run.start();
  }
}
