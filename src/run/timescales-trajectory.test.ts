// What the panels draw, in Node: the engine's own numbers at other times, transitions to 1e-3, and when a flow is called trapped.

import { expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { preset } from '../experiment/presets.ts';
import { setAt } from '../experiment/settings.ts';
import { engineHost } from '../engines/open.ts';
import data from '../theory/flow/timescales.json';
import { followFlow, predictionsOf } from './timescales-trajectory.ts';
import { runExperiment } from './run.ts';

const { cubic0123: cubic } = data.cases;

function flow(theory: object, more: object = {}): Experiment {
  return parseExperiment({
    target: { hermite: cubic.phi }, student: { width: 20, hermite: cubic.sigma, readout: data.readouts.A20 }, data: { dimension: 'infinity' },
    theory: { form: 'mean-field-flow', ...theory }, engine: 'theory', ...more,
  });
}

test('what it draws is what the engine finds', async () => {
  const experiment = flow({ epsilon: 1e-3, horizon: 1 }, { record: { log: 240 }, target: { hermite: cubic.phi, noise: 0.2 } });
  const [drawn, { snapshots }] = [await followFlow(experiment), await runExperiment(experiment, { host: engineHost(undefined) })];
  const { degrees, width } = drawn;
  expect([drawn.form, drawn.epsilon, width, degrees, drawn.times.length]).toEqual(['mean-field-flow', 1e-3, 20, 4, 241]);
  for (const i of [0, 1, 60, 150, 240]) {
    const { time, risk, residuals, readout, M } = snapshots[i];
    const close = (values: Iterable<number>) => Array.from(values, (value) => expect.closeTo(value, 8));
    expect(drawn.times[i]).toBeCloseTo(time!, 12);
    expect(drawn.risk[i] + 0.1).toBeCloseTo(risk, 8);
    expect([...drawn.residuals.subarray(i * degrees, (i + 1) * degrees)]).toEqual(close(residuals!));
    expect([...drawn.readout.subarray(i * width, (i + 1) * width)]).toEqual(close(readout));
    expect([...drawn.overlaps.subarray(i * width, (i + 1) * width)]).toEqual(close(M));
  }
});

// Last downward crossings of ½ by an independent program (theory/timescales.md, section 7).
test.each(data.transitions.map((found) => [`${found.case} eps=${found.eps}`, found] as const))('half-times to 1e-3: %s', async (_, found) => {
  const { phi, sigma } = data.cases[found.case as keyof typeof data.cases];
  const theory = { epsilon: found.eps, horizon: found.t_end };
  const { transitions } = await followFlow(flow(theory, { target: { hermite: phi }, student: { width: 20, hermite: sigma, readout: data.readouts.A20 } }));
  for (const { degree, half } of transitions) {
    const theirs = (found.t as Record<string, { '0.5': number | null }>)[degree]['0.5'];
    expect([degree, half === null ? null : expect.closeTo(half, -Math.log10(2e-3 * half))]).toEqual([degree, theirs]);
  }
});

test('between slices others are heard, and what they do does not change the flow', async () => {
  let calls = 0;
  const experiment = flow({ epsilon: 1e-4, horizon: 1 });
  const [plain, heard] = [await followFlow(experiment), await followFlow(experiment, { between: async () => void calls++ })];
  expect(calls).toBeGreaterThanOrEqual(241);
  expect(heard.risk).toEqual(plain.risk);
  await expect(followFlow(experiment, { between: () => Promise.reject(new Error('nobody waits')) })).rejects.toThrow('nobody waits');
});

test.each([
  // All |φ_k| = |σ_k| = 1 and φ_3σ_3 < 0: risk .808 to .835 for ever at ε ≥ 1e-4, and the staircase at ε ≤ 1e-5 (section 5).
  ['timescales-trap', 1e-3, 20, /^The flow stands at risk 0\.8\d*, not at 0, /],
  ['timescales-trap', 1e-5, 20, null],
  // Early on a plateau: not late yet.
  ['timescales-canonical', 1e-6, 1e-4, null],
  ['timescales-canonical', 1e-6, 1, null],
  // Never to be learned: the floor, as predicted.
  ['timescales-stuck', 1e-3, 10, null],
  ['timescales-blind', 1e-6, 10, null],
] as const)('%s at ε = %d until t = %d: trapped %s', async (id, epsilon, horizon, sentence) => {
  const document = setAt(setAt(preset(id)!.document, 'theory.epsilon', epsilon), 'theory.horizon', horizon);
  const { trapped } = await followFlow(parseExperiment(document));
  if (sentence === null) expect(trapped).toBeNull();
  else expect(trapped).toMatch(sentence);
});

test('predictions of the exact flow know the dimension, those of the mean field have none; both know overlaps that are given', () => {
  const kinds = (form: string, start: object) => predictionsOf(flow({ form, epsilon: 0.01, horizon: 1 }, { data: { dimension: 100 }, ...start })).remarks.map(({ kind }) => kind);
  expect(kinds('flow', {})).toContain('dimension');
  expect(kinds('mean-field-flow', {})).not.toContain('dimension');
  for (const form of ['flow', 'mean-field-flow']) expect(kinds(form, { initial: { overlap: 0.1 } })).toContain('dimension');
});

// What each preset is there to show (section 5); its readouts are drawn, so times are known by their order of size.
test('the presets show their cases', async () => {
  const halves = async (id: string) => {
    const { transitions, risk } = await followFlow(parseExperiment(preset(id)!.document));
    return { t: Object.fromEntries(transitions.map(({ degree, half }) => [degree, half ?? Infinity])), end: risk.at(-1)! };
  };
  const canonical = await halves('timescales-canonical');
  expect(canonical.t[0] < canonical.t[1] && canonical.t[1] < canonical.t[2] && canonical.t[2] < canonical.t[3] && canonical.t[3] < 0.1).toBe(true);
  const missing = await halves('timescales-missing-degree');
  expect(missing.t[3]).toBeGreaterThan(0.1);
  const blind = await halves('timescales-blind');
  expect([blind.t[2], blind.end]).toEqual([Infinity, expect.closeTo(0.32, 6)]);
  expect((await halves('timescales-stuck')).end).toBeCloseTo(0.5, 6);
  const [one, two] = [await halves('timescales-one-atom'), await halves('timescales-rademacher')];
  expect([one.t[1] > 0.1, two.t[1] < 0.01, two.t[2] > 0.1]).toEqual([true, true, true]);
  const inverted = await halves('timescales-inverted');
  expect(inverted.t[2]).toBeLessThan(inverted.t[1]);
  expect((await halves('timescales-trap')).end).toBeGreaterThan(0.7);
});
