// Plateau itself: the engine that a page or the command line would open, on whichever GPU is given, or its float64 twin.

import type { Contender, Size } from '../contender.ts';
import { startingM, startingQ } from '../initial.ts';
import { expressions } from '../sizes.ts';
import { engineHost, type EngineHost } from '../../src/engines/open.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';

/** Milliseconds of GPU time a submission may take: a hidden page's, since nobody looks at this one. */
const BUDGET = 100;

/** `entry` is `navigator.gpu`, or Dawn's object in Node. */
export function plateau(engineName: 'dense' | 'reference', entry: GPU | undefined): Contender {
  let host: EngineHost | null = null;
  let engine: Engine | null = null;
  return {
    name: `Plateau ${engineName}`,
    async prepare(size) {
      host = engineHost(entry);
      host.budget = BUDGET;
      engine = await host.open(experimentOf(size, engineName), { insist: true });
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
      host?.dispose();
      engine = host = null;
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
