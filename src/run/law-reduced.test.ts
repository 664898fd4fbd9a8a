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

// At d = p + k nothing is left outside of the span of W* and W, and one dimension more makes a single direction of it. Steps are
// so long that a dimension too many in what is left shows. The law is that of 2000 runs of the reference engine, at most two
// steps of 8 overlaps each: a false alarm in some 10³ sets of seeds.
const tiny = [[4, 'projected'], [5, 'spherical'], [7, 'none']] as const;
test.for(tiny)('reduced and its weights have the law of samples in %i dimensions, constraint %s', async ([dimension, constraint]) => {
  const document = {
    target: { link: 'z1 + z2', directions: 2, gram: [[1, 0.4], [0.4, 1]], noise: 0.1 },
    student: { width: 2, activation: 'x', readout: [1, -0.7] },
    data: { dimension },
    initial: { overlap: 0.6 },
    // Unconstrained, a second step so long would have tails too heavy to compare means.
    training: { batch: 2, learningRate: 3, constraint, steps: constraint === 'none' ? 1 : 2 },
  };
  const law = { ...(await ensembleOf(document, 'reference', 2000)), seeds: 2000 };
  for (const own of [await reducedEnsemble(document, 8000), await semiReducedEnsemble(document, 1000)]) {
    const comparison = compareInLaw(own, law, FLOORS.reduced);
    expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
  }
});
