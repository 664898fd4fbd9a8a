import { expect, test } from 'vitest';
import { denseStiff } from './dense-stiff.ts';
import { StepVanished } from './dormand-prince.ts';
import { radau, type Radau } from './radau.ts';

type Derivative = (y: Float64Array, out: Float64Array) => void;

function open(derivative: Derivative, from: number[], relative: number, absolute = relative * 1e-3, resume?: Float64Array): Radau {
  const first = Float64Array.from(from);
  return radau(denseStiff(from.length, derivative, 1e-6), first, { relative, absolute: first.map(() => absolute) }, resume);
}

function until(solution: Radau, time: number): { y: Float64Array; steps: number } {
  let steps = 0;
  for (; solution.end < time; steps++) solution.step();
  return { y: solution.at(time), steps };
}

const rotate: Derivative = (y, out) => {
  out[0] = y[1];
  out[1] = -y[0];
};

test('an oscillator keeps its phase, between steps too', () => {
  const solution = open(rotate, [0, 1], 1e-8);
  let worst = 0;
  for (let t = 0; t <= 20; t += 0.0625) worst = Math.max(worst, Math.abs(until(solution, t).y[0] - Math.sin(t)));
  expect(worst).toBeLessThan(1e-6);
});

test('fifth order in fixed work: the error at a step’s end falls faster than the tolerance', () => {
  const [coarse, fine] = [1e-4, 1e-8].map((relative) => {
    const solution = open(rotate, [0, 1], relative, relative);
    const { steps } = until(solution, 10);
    return { error: Math.abs(solution.at(solution.end)[0] - Math.sin(solution.end)), steps };
  });
  // The estimate is of order 3 + 1, so 1e4 in tolerance is 10 in steps, and 10^5 in the error of the fifth order.
  expect(fine.steps / coarse.steps).toBeGreaterThan(6);
  expect(fine.steps / coarse.steps).toBeLessThan(14);
  expect(Math.log(coarse.error / fine.error) / Math.log(fine.steps / coarse.steps)).toBeGreaterThan(4);
});

// y_0' = −λ (y_0 − y_1) + y_2 beside the oscillator (y_1, y_2) = (cos t, −sin t): from 2, an initial layer, then y_0 = cos t. An
// explicit method's step is at most 3.3/λ, 30 million of them.
test('steps are as long as the solution allows, whatever the stiffness', () => {
  const lambda = 1e7;
  const solution = open(
    (y, out) => {
      out[0] = -lambda * (y[0] - y[1]) + y[2];
      out[1] = y[2];
      out[2] = -y[1];
    },
    [2, 1, 0],
    1e-7,
  );
  expect(until(solution, 1 / lambda).y[0]).toBeCloseTo(1 + Math.exp(-1), 6);
  const { y, steps } = until(solution, 10);
  expect(y[0]).toBeCloseTo(Math.cos(10), 5);
  expect(steps).toBeLessThan(400);
});

// At t = 400 SciPy 1.17 has 0.450518668 and 3.22290144e-6 by `Radau` and by `BDF`, relative tolerance 1e-10.
test('Robertson’s reactions, over nine decades', () => {
  const solution = open(
    (y, out) => {
      out[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
      out[2] = 3e7 * y[1] * y[1];
      out[1] = -out[0] - out[2];
    },
    [1, 0, 0],
    1e-8,
    1e-13,
  );
  const { y, steps } = until(solution, 400);
  expect(y[0]).toBeCloseTo(0.450518668, 8);
  expect(y[1] / 3.22290144e-6).toBeCloseTo(1, 6);
  expect(y[0] + y[1] + y[2]).toBeCloseTo(1, 12);
  expect(steps).toBeLessThan(400);
});

test('y′ = y² from 1 ends at t = 1', () => {
  const solution = open((y, out) => (out[0] = y[0] * y[0]), [1], 1e-8);
  let time = 0;
  try {
    for (let i = 0; i < 1e4; i++) solution.step();
  } catch (error) {
    expect(error).toBeInstanceOf(StepVanished);
    time = (error as StepVanished).time;
  }
  expect(time).toBeCloseTo(1, 6);
});

test('what stands still is no trouble', () => {
  expect([...until(open((_, out) => out.fill(0), [3, 4], 1e-8), 1e6).y]).toEqual([3, 4]);
});

test('it goes on from where a step began to the same bits', () => {
  const whole = open(rotate, [0, 1], 1e-7);
  until(whole, 3.3);
  const resumed = open(rotate, [0, 1], 1e-7, 1e-10, structuredClone(whole.save()));
  resumed.step();
  expect([...resumed.at(3.3)]).toEqual([...whole.at(3.3)]);
  expect([...until(resumed, 12).y]).toEqual([...until(whole, 12).y]);
});
