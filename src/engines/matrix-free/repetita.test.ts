// The look-ahead algorithms in law, over their first steps; repetita.slow.test.ts goes on to the end, and to larger dimensions.
//
// False alarms: seeds are fixed. Of a change of bits alone some 40 comparisons, half of them with ten seeds' spread (Student's
// t of nine degrees of freedom: 1.5·10⁻³ beyond 4.5), would trip one of these in about one of 40.

import { expect, test } from 'vitest';
import { differences, laws } from './repetita.ts';

const distinct = laws.filter(({ dimension, learningRate }) => dimension === 2048 || learningRate > 1e-5);

// With eight neurons a step takes eight times as long.
test.each(distinct)('$algorithm, $link in d = $dimension, width $width, γ = $learningRate', async (law) => {
  const [seeds, times] = law.width === 1 ? [16, 2] : [6, 1];
  expect(await differences(law, seeds, times)).toEqual([]);
});
