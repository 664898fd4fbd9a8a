// Half-times of an independent program's trajectories, down to ε = 1e-13 (timescales.json).

import { expect, test } from 'vitest';
import { meanFieldFlow } from './mean-field.ts';
import data from './timescales.json';
import { logTimes, measureTransitions } from './transitions.ts';

const cases = data.cases as Record<string, { phi: number[]; sigma: number[] }>;

test('the last fall through a level counts, and one that never comes is null', () => {
  const times = [1, 2, 4, 8, 16];
  const residuals = [[2, 0, -1], [0.5, 0, -0.8], [2, 0, -0.6], [1, 0, -0.6], [0.1, 0, -0.6]];
  const found = measureTransitions([1, 0, 1], times, residuals);
  expect(found.map(({ degree }) => degree)).toEqual([0, 2]);
  expect(found[0].half).toBeCloseTo(8 * 2 ** (0.5 / 0.9), 12);
  expect(found[1]).toEqual({ degree: 2, start: 2 ** 0.5, half: null, end: null });
});

test('times are even in the logarithm and keep both ends', () => {
  const times = logTimes(1e-3, 0.5, 10);
  expect([times[0], times.at(-1), times.length]).toEqual([1e-3, 0.5, 28]);
  expect(times[1] / times[0]).toBeCloseTo(times[27] / times[26], 12);
});

test.each(data.transitions)('each degree is learned when it should be: $case at ε = $eps', ({ case: name, eps, t_end, t, plateaus }) => {
  const { phi, sigma } = cases[name];
  const flow = meanFieldFlow({ target: phi, student: sigma, readout: data.readouts.A20, epsilon: eps });
  const times = logTimes(eps / 100, t_end, 400);
  const residuals = Array.from(times, (time) => {
    flow.runTo(time);
    return flow.residuals();
  });
  const expected = t as Record<string, Record<string, number | null>>;
  for (const { degree, start, half, end } of measureTransitions(phi, times, residuals))
    for (const [level, found] of [['0.9', start], ['0.5', half], ['0.1', end]] as const) {
      const time = expected[degree][level];
      if (time === null) expect(found).toBeNull();
      else expect(found! / time, `degree ${degree}, ${level}`).toBeCloseTo(1, 3);
    }
  const again = meanFieldFlow({ target: phi, student: sigma, readout: data.readouts.A20, epsilon: eps });
  for (const { t, risk } of plateaus) {
    again.runTo(t);
    // Their times are given to six digits.
    expect(again.risk() / risk).toBeCloseTo(1, 4);
  }
});
