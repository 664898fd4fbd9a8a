// From an experiment to its engine. A host holds one GPU device for all engines it opens and asks for another when that
// one is lost.

import type { Experiment } from '../experiment/experiment.ts';
import { NoWebGPU, openGpu, requestAdapter, type Gpu } from '../gpu/device.ts';
import type { Profiler } from '../gpu/profiler.ts';
import type { Checkpoint, Engine } from './engine.ts';

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
      const known = current;
      const held = known && (await known.catch(() => null));
      if (held && held.lost === null) return held;
      // Several runs may have waited for the answer: one of them asks for another device, for all.
      return current === known ? (current = acquire()) : host.gpu();
    },
    async open(experiment, options = {}) {
      // Each engine is loaded by who runs it.
      switch (experiment.engine) {
        case 'reference':
          return (await import('./reference.ts')).openReference(experiment, options);
        case 'matrix-free':
          return (await import('./matrix-free/matrix-free.ts')).openMatrixFree(experiment, { ...options, gpu: host.gpu, budget: () => host.budget });
        case 'reduced':
          return options.keepWeights
            ? (await import('./reduced/semi.ts')).openSemiReduced(experiment, options)
            : (await import('./reduced/reduced.ts')).openReduced(experiment, options);
        case 'closure':
          return (await import('./closure/closure.ts')).openClosure(experiment, options);
        case 'theory':
          return (await import('./theory.ts')).openTheory(experiment, options);
        case 'dense': {
          // Its kernels are not loaded where there is no adapter for them; where there is, while the device is opened.
          if (!everOpened) await requestAdapter(entry);
          const [{ openDense }, gpu] = await Promise.all([import('./dense/dense.ts'), host.gpu()]);
          return openDense(experiment, { ...options, gpu, budget: () => host.budget });
        }
      }
    },
    dispose() {
      void current?.then((gpu) => gpu.destroy()).catch(() => undefined);
      current = null;
    },
  };
  return host;
}
