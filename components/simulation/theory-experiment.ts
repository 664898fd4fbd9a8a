// Which theory stands beside a run, as an experiment of the engine "theory": the overlap process or its ODE where every step
// draws fresh samples, dynamical mean-field theory where all steps are made on one batch.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import { rowsOf } from '../../src/run/result.ts';

export type Terms = Experiment['theory'];

/** Whether every step of a run is made on the same samples, and there is more to say of it than of fresh ones. */
export function keepsBatch({ training: { reuse, dataset, batch, steps } }: Experiment): boolean {
  if (reuse === 1 && dataset === null) return false;
  return reuse === 'all' || reuse >= steps || dataset === batch;
}

/** `theory`, and `training` in the words in which the engine takes it. DMFT has no terms to choose from. */
export function termsBeside(experiment: Experiment, terms: Terms): Pick<Experiment, 'theory' | 'training'> {
  const { training } = experiment;
  if (!keepsBatch(experiment)) return { theory: terms, training };
  const samples = terms?.form === 'dmft' ? terms.samples : copiesFor(experiment);
  return { theory: { form: 'dmft', signal: true, noise: true, intraBatch: true, samples }, training: { ...training, reuse: 'all', dataset: null } };
}

/** Theory of a run that begins at `start`; nothing in it depends on the seed but that. */
export function theoryOf(experiment: Experiment, terms: Terms, { M, Q }: Snapshot): Experiment {
  const { student: { width: p }, target: { directions: k } } = experiment;
  return { ...experiment, ...termsBeside(experiment, terms), engine: 'theory', initial: { M: rowsOf(M, p, k), Q: rowsOf(Q, p, p) }, seed: 1 };
}

/** M is then known to some 4·10⁻⁴ and single entries of Γ to a few 10⁻², in two or three seconds; six steps of two neurons keep 110 MB. */
const MOST = 5e5;
/** Products of two numbers: some five seconds of one core. */
const PRODUCTS = 1e9;
/** Copies per normal that each of the replicas regresses on: the kernels' bias is then 2 %. */
const FEWEST = 800;

/** Monte Carlo copies for a line in a few seconds, and where that is too few for a line at all, more. */
function copiesFor({ student: { width: p }, target: { directions: k }, training: { steps } }: Experiment): number {
  const n = k + p * (steps + 1);
  // Gram matrix and fields of one copy, summed over the steps (src/theory/dmft/copies.ts).
  const products = 2.5 * n * n;
  return Number(Math.max(Math.min(MOST, PRODUCTS / products), FEWEST * n).toPrecision(1));
}
