// How a chart finds the run it draws: it asks upwards with an event, and the nearest simulation answers.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { emptyView, type RunSource, type RunView } from './view.ts';

const name = 'plateau-run-request';

/** Bubbles through shadow roots until a simulation answers and stops it. */
class RunRequest extends Event {
  constructor(readonly answer: (source: RunSource) => void) {
    super(name, { bubbles: true, composed: true });
  }
}

/** Answers for `source` all requests from inside `element`. */
export function provideRun(element: EventTarget, source: RunSource): void {
  element.addEventListener(name, (event) => {
    event.stopPropagation();
    (event as RunRequest).answer(source);
  });
}

/** Follows the run of the nearest enclosing simulation, for as long as its host is connected. */
export class RunConsumer implements ReactiveController {
  view: RunView = emptyView;
  private stop: (() => void) | null = null;

  /** `found` is told of the run's source, and returns what is to be called when it is left. */
  constructor(
    private readonly host: ReactiveControllerHost & EventTarget & { readonly isConnected: boolean },
    private readonly found: (source: RunSource) => () => void = () => () => undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.ask();
    if (this.stop) return;
    // The simulation around may be upgraded after its charts.
    void customElements.whenDefined('plateau-simulation').then(() => {
      if (!this.stop && this.host.isConnected) this.ask();
    });
  }

  hostDisconnected(): void {
    this.stop?.();
    this.stop = null;
  }

  private ask(): void {
    this.host.dispatchEvent(new RunRequest((source) => {
      this.stop?.();
      const stops = [
        source.subscribe((view) => {
          this.view = view;
          this.host.requestUpdate();
        }),
        this.found(source),
      ];
      this.stop = () => stops.forEach((stop) => stop());
    }));
  }
}
