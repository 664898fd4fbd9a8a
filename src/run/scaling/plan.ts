// What a study of an overlap against D does: the same experiment at several dimensions with as many samples to a
// dimension, on one batch for ever and on fresh batches, and what theory says that either finds.

import { parseExperiment, InvalidExperiment, type Experiment, type Issue } from '../../experiment/experiment.ts';
import { analyseTarget, type Exponent, UnfitTarget } from '../../model/target/analysis.ts';
import { axes, complement, span, type Rows } from '../../model/target/basis.ts';
import { finiteSteps, type FiniteSteps } from '../../model/target/finite-steps.ts';
import type { Protocol } from './points.ts';

export interface Plan {
  readonly experiment: Experiment;
  /** α = N/D, kept. */
  readonly alpha: number;
  readonly informationExponent: Exponent;
  readonly generativeExponent: Exponent;
  /** What the experiment's steps find as D grows. */
  readonly finds: FiniteSteps;
  /** The directions to look at. */
  readonly focus: Focus;
}

/** By theory these are found with one batch alone, with neither protocol, or, where there are no such, with both. */
export interface Focus {
  readonly foundBy: 'reuse' | 'neither' | 'both';
  /** Orthonormal rows. */
  readonly directions: Rows;
}

/** Engine and reuse are the study's own, whatever the document has. Throws `InvalidExperiment`. */
export function planOf(document: object): Plan {
  const experiment = parseExperiment(asStudied(document));
  const issues = unfit(experiment);
  if (issues.length > 0) throw new InvalidExperiment(issues);
  const { target: { link, directions }, data: { dimension }, training: { batch, steps } } = experiment;
  try {
    const analysis = analyseTarget(link, directions);
    const { informationExponent, generativeExponent } = analysis;
    const finds = finiteSteps(analysis, steps);
    return { experiment, alpha: batch / dimension, informationExponent, generativeExponent, finds, focus: focusOf(finds, directions) };
  } catch (error) {
    if (!(error instanceof UnfitTarget)) throw error;
    const allowed = 'a target whose exponents can be worked out';
    throw new InvalidExperiment([{ path: 'target.link', found: JSON.stringify(link), allowed: `${allowed}; ${error.message}` }]);
  }
}

function focusOf({ onePass, reuse }: FiniteSteps, k: number): Focus {
  const apart = span(reuse, onePass, 0.5);
  if (apart.length > 0) return { foundBy: 'reuse', directions: apart };
  const rest = complement(reuse, k);
  return rest.length > 0 ? { foundBy: 'neither', directions: rest } : { foundBy: 'both', directions: axes(k) };
}

/** The experiment of one dimension, protocol and seed. Throws `InvalidExperiment` where there is none. */
export function experimentAt({ experiment, alpha }: Plan, protocol: Protocol, dimension: number, seed: number): Experiment {
  const { training } = experiment;
  return parseExperiment({
    ...experiment,
    data: { ...experiment.data, dimension },
    training: { ...training, batch: Math.max(1, Math.round(alpha * dimension)), reuse: protocol === 'reuse' ? 'all' : 1 },
    seed,
  });
}

function asStudied(document: object): object {
  const { training } = document as { training?: object };
  return { ...document, ...(training && { training: { ...training, reuse: 'all' } }), engine: 'matrix-free' };
}

/** Keys that the prediction says nothing of. */
function unfit({ target, initial, training }: Experiment): Issue[] {
  const issues: Issue[] = [];
  const only = (path: string, found: unknown, allowed: string): void => void issues.push({ path, found: JSON.stringify(found), allowed });
  const where = 'in a study of scaling';
  if (target.gram !== null) only('target.gram', target.gram, `null ${where}: directions that are orthonormal`);
  if (typeof initial !== 'string' && 'overlap' in initial && initial.overlap > 0) only('initial.overlap', initial.overlap, `0 ${where}: what is there at the start is not found`);
  if (typeof initial !== 'string' && 'M' in initial && initial.M.flat().some((m) => m !== 0)) only('initial.M', initial.M, `zeros ${where}: what is there at the start is not found`);
  if (training.loss === 'adaptive') only('training.loss', training.loss, `"square" or "correlation" ${where}`);
  if (training.dataset !== null) only('training.dataset', training.dataset, `null ${where}: one batch is the data set`);
  if (training.lookAhead !== null) only('training.lookAhead', training.lookAhead, `null ${where}`);
  if (training.steps < 1) only('training.steps', training.steps, `at least 1 ${where}`);
  return issues;
}
