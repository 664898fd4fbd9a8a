// Plateau itself: the engine that a page or the command line would open, on whichever GPU is given, or its float64 twin.

import type { Contender, Size } from '../contender.ts';
import { startingM, startingQ } from '../initial.ts';
import { expressions } from '../sizes.ts';
import { openDense } from '../../src/engines/dense/dense.ts';
import type { Layout } from '../../src/engines/dense/layout.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { openReference } from '../../src/engines/reference.ts';
import { parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import { openGpu, type Gpu } from '../../src/gpu/device.ts';

/** Milliseconds of GPU time a submission may take: a hidden page's, since nobody looks at this one. */
const BUDGET = 100;

/** `entry` is `navigator.gpu`, or Dawn's object in Node; `layout` overrides the choice by size. */
export function plateauDense(entry: GPU | undefined, layout?: Layout['kind']): Contender {
  let gpu: Gpu | null = null;
  return {
    ...contender(async (size) => {
      gpu = await openGpu(entry);
      return openDense(experimentOf(size, 'dense'), { gpu, layout, insist: true, budget: () => BUDGET });
    }, () => gpu?.destroy()),
    name: layout ? `Plateau dense, ${layout}` : 'Plateau dense',
  };
}

export function plateauReference(): Contender {
  return { ...contender((size) => openReference(experimentOf(size, 'reference'))), name: 'Plateau reference' };
}

function contender(open: (size: Size) => Promise<Engine>, after: () => void = () => undefined): Omit<Contender, 'name'> {
  let engine: Engine | null = null;
  return {
    async prepare(size) {
      engine = await open(size);
    },
    async steps(count) {
      if (!engine) throw new Error('prepare first');
      const last = engine.step + count;
      const snapshots = await engine.advance(count, (step) => step === last);
      return snapshots[snapshots.length - 1].M;
    },
    describe: () => engine?.adapter ?? 'one thread, float64',
    dispose() {
      engine?.dispose();
      engine = null;
      after();
    },
  };
}

function experimentOf(size: Size, engine: 'dense' | 'reference'): Experiment {
  const { target, activation } = expressions(size);
  return parseExperiment({
    target: { link: target, directions: size.k },
    student: { width: size.p, activation },
    data: { dimension: size.d },
    initial: { M: startingM(size), Q: startingQ(size) },
    training: { batch: size.n, learningRate: size.gamma, steps: 2 ** 31 - 1 },
    seed: size.seed,
    engine,
  });
}
