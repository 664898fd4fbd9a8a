// What the settings know of the machine: what computes here, and which engines can run the document as it stands.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import type { EngineOffer } from '../../src/run/engine-choice.ts';
import { describeHost, offerEngines, type HostDescription } from '../../src/run/simulation.ts';

/** Milliseconds of rest before the worker is asked. */
const rest = 250;

export class Machine implements ReactiveController {
  /** Null until it is known. */
  host: HostDescription | null = null;
  /** Of the last document asked about; empty before that. */
  offers: readonly EngineOffer[] = [];
  private asked: Experiment | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly element: ReactiveControllerHost) {
    element.addController(this);
  }

  hostConnected(): void {
    void describeHost().then((host) => {
      this.host = host;
      this.element.requestUpdate();
    });
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.asked = null;
  }

  /** Finds out, a little later, who can run `experiment`. */
  ask(experiment: Experiment): void {
    if (this.asked === experiment) return;
    this.asked = experiment;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.put(experiment), rest);
  }

  private async put(experiment: Experiment): Promise<void> {
    // Without a worker nothing can be run, and the run says so itself.
    const offers = await offerEngines(experiment).catch((): EngineOffer[] => []);
    if (this.asked !== experiment) return;
    this.offers = offers;
    this.element.requestUpdate();
  }
}
