// Small quantities that follow from an experiment and that everyone needs.

import { flatten, identity } from '../math/linalg.ts';
import { InvalidExperiment, show } from './issues.ts';
import type { Experiment } from './schema.ts';
import { isFlow } from './flow.ts';

export { readoutIsDrawn, readoutVector } from './readout.ts';

/** c in f(x) = c·Σ a_j σ(⟨w_j, x⟩). */
export function outputScale({ student: { scaling, width } }: Experiment): number {
  return scaling === 'mean' ? 1 / width : scaling === 'sqrt' ? 1 / Math.sqrt(width) : 1;
}

/** P = W* W*ᵀ (k×k), row-major. */
export function gramMatrix({ target: { gram, directions } }: Experiment): Float64Array {
  return gram === null ? identity(directions) : flatten(gram);
}

/** What a run may keep: beyond it neither a page's memory nor a JSON file holds the result. */
const MOST_STEPS = 2e6;
const MOST_NUMBERS = 5e7;

/** The steps at which a run is recorded, ascending: 0, those that `record` asks for, T. */
export function recordedSteps(experiment: Experiment): number[] {
  const { record, training: { steps } } = experiment;
  refuseTooMany(experiment);
  // The points of a flow's own grid are geometric already.
  if (isFlow(experiment) && experiment.theory?.horizon !== undefined && 'log' in record) return Array.from({ length: steps + 1 }, (_, i) => i);
  const kept = [0];
  if ('every' in record) for (let step = record.every; step < steps; step += record.every) kept.push(step);
  else
    for (let i = 0; i < record.log; i++) {
      const step = Math.round(steps ** (i / Math.max(1, record.log - 1)));
      if (step > kept[kept.length - 1] && step < steps) kept.push(step);
    }
  if (steps > 0) kept.push(steps);
  return kept;
}

/** Before anything is allocated: the document is valid, but its record would not fit. */
function refuseTooMany({ record, student: { width: p }, target: { directions: k }, training: { steps } }: Experiment): void {
  const count = 2 + ('every' in record ? steps / record.every : Math.min(record.log, steps));
  const most = Math.floor(Math.min(MOST_STEPS, MOST_NUMBERS / (p * (k + p + 1) + 1)));
  if (count > most + 2)
    throw new InvalidExperiment([{
      path: 'record', found: `${show(record)}, some ${Math.floor(count)} recorded steps`,
      allowed: `about ${most} of them at this width: { "every": ${Math.ceil(steps / most)} } or more, or { "log": 1000 }`,
    }]);
}
