// Gradient flows from the command line.

import { expect, test } from 'vitest';
import data from '../theory/flow/timescales.json';
import { plateau } from './testing.ts';

const { cubic0123: cubic } = data.cases;
const document = (theory: object) =>
  JSON.stringify({
    target: { hermite: cubic.phi }, student: { width: 20, hermite: cubic.sigma, readout: data.readouts.A20 }, data: { dimension: 'infinity' },
    theory: { form: 'mean-field-flow', ...theory }, engine: 'theory',
  });

test('the time scales in words: predicted, measured, and what does not hold', async () => {
  const { code, out, said } = await plateau(['predict', 'timescales-trap']);
  expect([code, said]).toEqual([0, '']);
  expect(out).toMatch(/^half-times +degree +t +measured +width +measured +as ε → 0$/m);
  expect(out).toMatch(/^ +1 +0\.07\d* +0\.06\d* .* 0\.25 ε\^\(1\/2\) ln\(1\/ε\)$/m);
  expect(out).toMatch(/^ +2 +0\.1\d* +– /m);
  expect(out).toMatch(/^plateaus +after degree 0 at risk 1\.5$/m);
  expect(out).toMatch(/^caveat +The signs of σₖ φₖ oppose each other/m);
  expect(out).toMatch(/^warning +The flow stands at risk 0\.8/m);
});

// Theory for t_0/ε and the constant of t_1: theory/timescales.md, section 4. Measured: transitions.json.
test('as JSON, all crossings of the reference to 1e-3, and "infinity" where no number is', async () => {
  for (const found of data.transitions.filter(({ case: name, eps }) => name === 'cubic0123' && eps > 1e-7)) {
    const { code, out } = await plateau(['predict', '-', '--json'], { input: document({ epsilon: found.eps, horizon: found.t_end }) });
    const { measured, predictions, trapped } = JSON.parse(out);
    expect([code, trapped]).toEqual([0, null]);
    for (const { degree, ...levels } of measured)
      for (const [level, key] of [['start', '0.9'], ['half', '0.5'], ['end', '0.1']] as const) {
        const theirs = (found.t as unknown as Record<string, Record<string, number | null>>)[degree][key];
        expect([degree, level, theirs === null ? levels[level] : Math.abs(levels[level] / theirs - 1) < 1e-3]).toEqual([degree, level, theirs === null ? null : true]);
      }
    expect(predictions.degrees[0].constant).toBeCloseTo(3.1246093, 6);
    expect(predictions.degrees[1].constant).toBe(0.25);
    expect(predictions.plateaus.at(-1).to).toBe('infinity');
  }
});

test('a run has the times of its record, and its document is the one that was given', async () => {
  const { code, out } = await plateau(['run', '-', '--set', 'record={"log":3}'], { input: document({ epsilon: 1e-4, horizon: 1 }) });
  const { experiment, steps, times, residuals, risk } = JSON.parse(out);
  expect([code, steps, times]).toEqual([0, [0, 1, 2, 3], [0, expect.closeTo(1e-6, 15), expect.closeTo(1e-3, 12), 1]]);
  expect(residuals.map((row: number[]) => row.reduce((sum, res) => sum + res * res, 0) / 2)).toEqual(risk.map((value: number) => expect.closeTo(value, 12)));
  expect([experiment.data.dimension, experiment.target.link, experiment.student.activation]).toEqual(['infinity', undefined, undefined]);
});

test('several seeds draw their readouts anew, and share their times', async () => {
  const { code, out } = await plateau(['run', 'timescales-canonical', '--seeds', '1..3', '--set', 'record={"log":4}']);
  const { times, readout } = JSON.parse(out);
  expect([code, times.length, readout.std[0].every((std: number) => std > 0)]).toEqual([0, 5, true]);
});

test('a cancelled prediction writes nothing', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort());
  const { code, out, said } = await plateau(['predict', '-', '--set', 'theory.form="flow"', '--set', 'student.width=40', '--set', 'student.readout={"law":"gaussian"}'], { input: document({ epsilon: 1e-4, horizon: 1 }), signal: abort.signal });
  expect([code, out]).toEqual([1, '']);
  expect(said).toContain('cancelled: nothing was written');
});
