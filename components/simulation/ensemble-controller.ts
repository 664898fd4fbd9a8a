// Many seeds of one experiment, as an element holds them: opened when asked for, closed with the element.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { ensembleEngine, openEnsemble, type Bands, type Ensemble } from '../../src/run/ensemble-page.ts';
import type { SeedBands } from '../chart/bands.ts';
import type { Profiling } from './profiling.ts';

/** Milliseconds without another change before seeds are run again: who types a number changes it digit by digit. */
const SETTLED = 300;

export class EnsembleController implements ReactiveController {
  bands: Bands | null = null;
  /** A sentence; null when all is well. */
  error: string | null = null;
  private ensemble: Ensemble | null = null;
  private held = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: { readonly experiment: Experiment; readonly seeds: readonly [number, number] } | null = null;
  private shown: readonly SeedBands[] = [];
  private profiling: Profiling | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Who profiles the run before these seeds profiles them too. */
  profileWith(profiling: Profiling): void {
    if (this.profiling === profiling) return;
    this.profiling = profiling;
    profiling.follow(this.ensemble, 'bands');
  }

  /** As charts take them; the same array until the bands are others. */
  get forCharts(): readonly SeedBands[] {
    if (this.bands !== (this.shown[0]?.bands ?? null)) this.shown = this.bands && this.asked ? [{ bands: this.bands, engine: ensembleEngine(this.asked.experiment).engine ?? '' }] : [];
    return this.shown;
  }

  hostConnected(): void {
    // An element that was taken away and comes back begins anew.
    if (this.asked && !this.ensemble) this.load(this.asked.experiment, this.asked.seeds);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Runs these seeds of this experiment, or none. What ran before is closed and forgotten. */
  load(experiment: Experiment | null, seeds: readonly [number, number] = [1, 1]): void {
    const first = this.asked === null;
    this.close();
    [this.bands, this.error] = [null, null];
    this.asked = experiment ? { experiment, seeds } : null;
    if (experiment) this.timer = setTimeout(() => this.open(experiment, seeds), first ? 0 : SETTLED);
  }

  /** Starts no further seed while `on`. */
  hold(on: boolean): void {
    if (this.held === on) return;
    this.held = on;
    this.ensemble?.hold(on);
    this.host.requestUpdate();
  }

  private open(experiment: Experiment, seeds: readonly [number, number]): void {
    this.ensemble = openEnsemble(experiment, seeds, {
      onBands: (bands) => this.show(bands, null),
      onError: (error) => this.show(this.bands, error),
      onProfile: (report) => this.profiling?.tell(report),
    });
    this.ensemble.hold(this.held);
    this.profiling?.follow(this.ensemble, 'bands');
  }

  private show(bands: Bands | null, error: string | null): void {
    [this.bands, this.error] = [bands, error];
    this.host.requestUpdate();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.ensemble?.close();
    this.ensemble = null;
    this.profiling?.follow(null, 'bands');
  }
}
