// The engine `reduced`, and the chain that keeps W beside it, against the exact law of the overlaps from an independent
// program (testing/laws.ts), and against samples in d dimensions where d is least and the law degenerate.

import { expect, test } from 'vitest';
import { compareInLaw, FLOORS } from '../../e2e/in-law.mjs';
import { ensembleOf, laws, reducedEnsemble, semiReducedEnsemble } from './testing/laws.ts';

test.for(laws)('reduced has the law of %s', async ([, { experiment, law }]) => {
  const comparison = compareInLaw(await reducedEnsemble(experiment, 2000), law, FLOORS.reduced);
  expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
});

test.for(laws)('with its weights it has the law of %s', async ([, { experiment, law }]) => {
  const comparison = compareInLaw(await semiReducedEnsemble(experiment, 100), law, FLOORS.reduced);
  expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
});

// At d = p + k nothing is left outside of the span of W* and W, and one dimension more makes a single direction of it. The
// law is that of 2000 runs of the reference engine, 4 steps of 8 overlaps each: a false alarm in some 10³ sets of seeds.
const tiny = [
  [4, 'random', 'projected'],
  [5, { overlap: 0.6 }, 'spherical'],
  [7, 'random', 'none'],
] as const;
test.for(tiny)('reduced and its weights have the law of samples in %i dimensions', async ([dimension, initial, constraint]) => {
  const document = {
    target: { link: 'z1*z2 + z1', directions: 2, gram: [[1, 0.4], [0.4, 1]], noise: 0.1 },
    student: { width: 2, activation: 'He2(x)', readout: [1, -0.7] },
    data: { dimension },
    initial,
    training: { batch: 3, learningRate: constraint === 'none' ? 0.05 : 0.5, constraint, steps: 4 },
  };
  const law = { ...(await ensembleOf(document, 'reference', 2000)), seeds: 2000 };
  for (const own of [await reducedEnsemble(document, 4000), await semiReducedEnsemble(document, 400)]) {
    const comparison = compareInLaw(own, law, FLOORS.reduced);
    expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
  }
});
