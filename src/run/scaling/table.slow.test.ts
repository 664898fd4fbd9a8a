// The table of theory/reuse.md, section 4, row by row: the subspace that theory says is found in a finite number of steps is the
// one that two steps find, on one batch and on fresh ones.
//
// Found is what does not vanish as D grows. A small overlap c looks like chance until D ≫ p/c² (for c = 0.03, until 4000), and
// its slope tends to 0 from −1/2, so that slopes alone tell nothing there. Fitted instead is overlap² = c² + b/D over
// D = 1000, 4000, 16000, to which corrections are of order 1/D²: a direction is found where c² exceeds 4.5 standard
// errors, and all that theory says is not found must have c² within 4.5 of 0 and a slope within 4.5 of −1/2.
//
// Of the student theory asks that all Hermite coefficients of σ be there, which for relu(x) is not so: averaged over what
// W does not know, its derivative is odd in what it knows, and fresh batches miss the second direction of tanh(z1 + He3(z2)).
// Hence a shift. Even with it that direction is too small to be told with relu(x + 0.5), and that row has a student with more
// curvature. Readouts are all different: neurons with equal ones have equal limits, and span the less.
//
// False alarms: seeds are fixed. Of a change of bits alone, some 80 comparisons with what is not there at |z| > 4.5 would fail
// one row in 1800 runs; the weakest of what is there has c² at 6 standard errors, and would be missed in some 5 of 100.

import { expect, test } from 'vitest';
import { parseExperiment } from '../../experiment/experiment.ts';
import { analyseTarget } from '../../model/target/analysis.ts';
import { knownTargets } from '../../model/target/known-targets.ts';
import type { Fitted } from './fit.ts';
import { planOf } from './plan.ts';
import { protocols, trendsOf, type Point } from './points.ts';
import { pointAt } from './scaling.ts';

const ENOUGH = 4.5;
/** D and how many seeds. */
const STUDY: readonly (readonly [number, number])[] = [[1000, 64], [4000, 48], [16000, 24]];
const readout = [1, -1.5, 0.6, -0.8];
const zOf = ({ value, error }: Fitted, expected = 0): number => (value - expected) / error;

const usual = { activation: 'relu(x + 0.5)', learningRate: 4 };
const curved: Record<string, typeof usual> = { 'tanh(z1+He3(z2))': { activation: 'tanh(x + 0.5)', learningRate: 8 } };

/** Of variance 1. */
function documentOf(link: string, directions: number): object {
  const { spectrum, secondMoment } = analyseTarget(link, directions);
  const deviation = Math.sqrt(secondMoment * (1 - (spectrum[0]?.weight ?? 0)));
  const { activation, learningRate } = curved[link] ?? usual;
  const zeros = readout.map(() => Array.from({ length: directions }, () => 0));
  return parseExperiment({
    target: { link: `(${link})/${deviation}`, directions },
    student: { width: readout.length, activation, readout, scaling: 'sqrt' },
    data: { dimension: 1000 },
    initial: { M: zeros, Q: readout.map((_, i) => readout.map((_, j) => (i === j ? 1 : 0))) },
    training: { constraint: 'none', batch: 4000, reuse: 'all', learningRate, steps: 2 },
    engine: 'matrix-free',
  });
}

/** Of z1 + z1 z2 + z1 z2 z3 fresh batches find a direction a step: two in two. */
const atTwoSteps: Record<string, number> = { 'z1+z1*z2+z1*z2*z3': 2 };

test.each([...knownTargets, { link: 'sign(z1*z2*z3)', k: 3, onePass: [[0]], reuse: [[0]] }])('$link: what is found is what theory says', async ({ link, k, onePass, reuse }) => {
  const plan = planOf(documentOf(link, k));
  const trace = (projector: number[][]) => Math.round(projector.reduce((sum, row, i) => sum + row[i], 0));
  expect([plan.finds.onePass.length, plan.finds.reuse.length]).toEqual([atTwoSteps[link] ?? trace(onePass), trace(reuse)]);
  const points: Point[] = [];
  for (const [dimension, seeds] of STUDY) points.push(await pointAt(plan, dimension, [1, seeds]));
  for (const protocol of protocols) {
    const { each, rest } = trendsOf(points, protocol);
    for (const { limit } of each) expect(zOf(limit!), `${protocol}: c² of what is found`).toBeGreaterThan(ENOUGH);
    if (!rest) continue;
    expect(Math.abs(zOf(rest.limit!)), `${protocol}: c² of what is not`).toBeLessThan(ENOUGH);
    expect(Math.abs(zOf(rest.slope!, -0.5)), `${protocol}: slope of what is not, from −1/2`).toBeLessThan(ENOUGH);
  }
});
