import { expect, test } from 'vitest';
import { dormandPrince, StepVanished, type DormandPrince } from './dormand-prince.ts';

const tolerance = { relative: 1e-9, absolute: 1e-12 };
const rotate = (y: Float64Array, out: Float64Array) => {
  out[0] = y[1];
  out[1] = -y[0];
};

function until(solution: DormandPrince, time: number): Float64Array {
  while (solution.end < time) solution.step();
  return solution.at(time);
}

test('an oscillator keeps its phase for a hundred radians, between steps too', () => {
  const solution = dormandPrince(rotate, Float64Array.of(0, 1), tolerance);
  let worst = 0;
  for (let t = 0; t <= 100; t += 0.0625) {
    const [y, slope] = until(solution, t);
    worst = Math.max(worst, Math.abs(y - Math.sin(t)), Math.abs(slope - Math.cos(t)));
  }
  expect(worst).toBeLessThan(1e-6);
  expect(worst).toBeGreaterThan(1e-12);
});

test('the error falls with the tolerance, as the fifth order has it: about 40 times as many digits cost 40^(1/5) as many steps', () => {
  const count = (relative: number): [number, number] => {
    let calls = 0;
    const solution = dormandPrince((y, out) => {
      calls++;
      rotate(y, out);
    }, Float64Array.of(0, 1), { relative, absolute: relative });
    return [Math.abs(until(solution, 20)[0] - Math.sin(20)), calls];
  };
  const [coarse, few] = count(1e-6);
  const [fine, many] = count(1e-11);
  expect(coarse / fine).toBeGreaterThan(1e3);
  expect(many / few).toBeGreaterThan(7);
  expect(many / few).toBeLessThan(13);
});

test('y′ = y² from 1 ends at t = 1', () => {
  const solution = dormandPrince((y, out) => (out[0] = y[0] * y[0]), Float64Array.of(1), tolerance);
  expect(until(solution, 0.9)[0]).toBeCloseTo(10, 6);
  let time = 0;
  try {
    for (let i = 0; i < 1e5; i++) solution.step();
  } catch (error) {
    expect(error).toBeInstanceOf(StepVanished);
    time = (error as StepVanished).time;
  }
  expect(time).toBeCloseTo(1, 6);
});

test('what stands still is no trouble, nor is a decay that the step size must respect', () => {
  expect([...until(dormandPrince((_, out) => out.fill(0), Float64Array.of(3), tolerance), 1e6)]).toEqual([3]);
  const decay = dormandPrince((y, out) => (out[0] = -1000 * (y[0] - 1)), Float64Array.of(0), tolerance);
  expect(until(decay, 1)[0]).toBeCloseTo(1, 8);
});

test('it goes on from where a step began to the same bits', () => {
  const whole = dormandPrince(rotate, Float64Array.of(0, 1), tolerance);
  until(whole, 7.3);
  const resumed = dormandPrince(rotate, structuredClone(whole.save()), tolerance);
  resumed.step();
  expect([...resumed.at(7.3)]).toEqual([...whole.at(7.3)]);
  expect([...until(resumed, 30)]).toEqual([...until(whole, 30)]);
});
