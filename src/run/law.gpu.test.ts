// The dense engine against the exact law of the overlaps, computed by an independent program (testing/laws.ts).

import { expect, test } from 'vitest';
import { compareInLaw, FLOORS } from '../../e2e/in-law.mjs';
import { ensembleOf, laws } from './testing/laws.ts';

test.for(laws)('dense has the law of %s', async ([, { experiment, law }]) => {
  const comparison = compareInLaw(await ensembleOf(experiment, 'dense', 60, navigator.gpu), law, FLOORS.dense);
  expect(comparison, JSON.stringify(comparison)).toMatchObject({ same: true });
});
