// From an experiment to its engine. A host holds one GPU device for all engines it opens and asks for another when that
// one is lost.

import type { Experiment } from '../experiment/experiment.ts';
import { NoWebGPU, openGpu, type Gpu } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import { openClosure } from './closure/closure.ts';
import { openDense } from './dense/dense.ts';
import type { Checkpoint, Engine } from './engine.ts';
import { openMatrixFree } from './matrix-free/matrix-free.ts';
import { openReduced } from './reduced/reduced.ts';
import { openSemiReduced } from './reduced/semi.ts';
import { openReference } from './reference.ts';
import { openTheory } from './theory.ts';

export interface OpenOptions {
  readonly checkpoint?: Checkpoint;
  readonly signal?: AbortSignal;
  /** Runs even what is estimated to take minutes a step. */
  readonly insist?: boolean;
  readonly profiler?: Profiler;
  /** Engine `reduced`: the chain that keeps W (p×d) besides its overlaps, at a cost of p·d more a step. */
  readonly keepWeights?: boolean;
}

export interface EngineHost {
  open(experiment: Experiment, options?: OpenOptions): Promise<Engine>;
  /** The device, opened at first use; throws `NoWebGPU`. */
  gpu(): Promise<Gpu>;
  /** Milliseconds a submission may take, from now on. */
  budget: number;
  dispose(): void;
}

/** After a crash the browser may offer no adapter for a moment. */
const RETRIES = 20;
const RETRY_MILLISECONDS = 250;

/** `entry` is `navigator.gpu`, or Dawn's object in Node; undefined where there is none. */
export function engineHost(entry: GPU | undefined): EngineHost {
  let current: Promise<Gpu> | null = null;
  let everOpened = false;

  async function acquire(): Promise<Gpu> {
    for (let attempt = 0; ; attempt++) {
      try {
        const gpu = await openGpu(entry);
        everOpened = true;
        return gpu;
      } catch (error) {
        // The first refusal is an answer; after a loss it may be a matter of time.
        if (!everOpened || attempt === RETRIES || !(error instanceof NoWebGPU)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
      }
    }
  }

  const host: EngineHost = {
    budget: 7,
    async gpu() {
      const held = current && (await current.catch(() => null));
      if (held && held.lost === null) return held;
      return (current = acquire());
    },
    async open(experiment, options = {}) {
      switch (experiment.engine) {
        case 'reference':
          return openReference(experiment, options);
        case 'matrix-free':
          return openMatrixFree(experiment, options);
        case 'reduced':
          return options.keepWeights ? openSemiReduced(experiment, options) : openReduced(experiment, options);
        case 'closure':
          return openClosure(experiment, options);
        case 'theory':
          return openTheory(experiment, options);
        case 'dense':
          return openDense(experiment, { ...options, gpu: await host.gpu(), budget: () => host.budget });
        default:
          throw new Error(`engine "${experiment.engine}" cannot be run yet; "dense" and "reference" can`);
      }
    },
    dispose() {
      void current?.then((gpu) => gpu.destroy()).catch(() => undefined);
      current = null;
    },
  };
  return host;
}
