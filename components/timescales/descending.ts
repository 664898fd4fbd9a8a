// A few seeds of descent beside a flow, as an element holds them: one run after another, aside from the runs on show.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { asWritten } from '../../src/experiment/written.ts';
import type { Simulation, Snapshot } from '../../src/run/contract.ts';
import { openSimulation } from '../../src/run/simulation.ts';
import type { DescentPlan } from '../../src/run/timescales-descent.ts';
import { formatCount } from '../chart/words.ts';
import type { DescentPoints } from './risk-descent.ts';
import { threeDigits } from './words.ts';

export const SEEDS = 8;

export class Descending implements ReactiveController {
  points: DescentPoints | null = null;
  /** Seeds that have come to their end. */
  done = 0;
  running = false;
  error: string | null = null;

  private run: Simulation | null = null;
  private plan: DescentPlan | null = null;
  private risks: number[][] = [];

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Runs the seeds of a plan; what ran before is forgotten. */
  start(plan: DescentPlan): void {
    this.clear();
    [this.plan, this.running] = [plan, true];
    this.next();
  }

  clear(): void {
    this.stop();
    [this.points, this.done, this.error, this.risks] = [null, 0, null, []];
  }

  private stop(): void {
    this.run?.close();
    [this.run, this.running] = [null, false];
  }

  private next(): void {
    const plan = this.plan!;
    const { experiment } = plan;
    const risks: number[] = [];
    this.run = openSimulation({ ...experiment, seed: experiment.seed + this.done }, {
      onSnapshots: (snapshots: readonly Snapshot[]) => risks.push(...snapshots.map(({ risk }) => risk)),
      onError: (message) => this.end(message),
      onState: (state) => {
        if (state !== 'done') return;
        this.risks.push(risks);
        this.done++;
        this.points = pointsOf(plan, this.risks);
        this.run?.close();
        this.run = null;
        if (this.done < SEEDS) this.next();
        else this.running = false;
        this.host.requestUpdate();
      },
    }, { aside: true, steps: plan.kept });
  }

  private end(message: string): void {
    this.stop();
    this.error = message;
    this.host.requestUpdate();
  }
}

/** Of the seeds that are done, the same at every step. */
export function pointsOf({ kept, eta, batch, dimension, experiment }: DescentPlan, runs: readonly (readonly number[])[]): DescentPoints {
  const N = runs.length;
  const noise = experiment.target.noise / 2;
  const mean = kept.map((_, i) => runs.reduce((sum, risks) => sum + risks[i], 0) / N - noise);
  const sem = kept.map((_, i) => (N < 2 ? 0 : Math.sqrt(runs.reduce((sum, risks) => sum + (risks[i] - noise - mean[i]) ** 2, 0) / (N - 1) / N)));
  return {
    times: kept.map((step) => step * eta), mean, sem, seeds: N, samples: batch / (eta * dimension),
    who: `descent of both layers, engine ${experiment.engine}, from the flow’s start, d = ${formatCount(dimension)}, η = ${threeDigits(eta)}, B = ${formatCount(batch)}`,
    experiment: asWritten(experiment),
  };
}
