// The look-ahead algorithms in law, to the end: minutes, so not in the gate. False alarms as in repetita.test.ts, about one in
// ten changes of bits: twice the laws at eight times each, of which neighbours agree.

import { expect, test } from 'vitest';
import { differences, laws } from './repetita.ts';

test.each(laws)('$algorithm, $link in d = $dimension, width $width, γ = $learningRate', async (law) => {
  expect(await differences(law, law.width === 1 ? 16 : 6, law.steps.length)).toEqual([]);
});
