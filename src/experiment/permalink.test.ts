import { expect, test } from 'vitest';
import { InvalidExperiment, parseExperiment } from './experiment.ts';
import { fromPermalink, toPermalink } from './permalink.ts';
import { preset, presets } from './presets.ts';
import { setAt } from './settings.ts';

const square = preset('square')!.document;

test('a link reads like the experiment', () => {
  expect(toPermalink(parseExperiment(square))).toBe(
    'target.link=He2(z1)&student.width=4&student.activation=x%5E2&data.dimension=256&training.batch=1024&training.learningRate=0.2&training.steps=100');
});

test.each(presets.map(({ id, document }) => [id, document] as const))('preset %s goes through a link unchanged', (_, document) => {
  const experiment = parseExperiment(document);
  const hash = toPermalink(experiment);
  expect(fromPermalink(hash)).toEqual({ experiment, view: {} });
  expect(fromPermalink(`#${hash}`).experiment).toEqual(experiment);
  // What a browser makes of it in an address is the same text.
  expect(new URL(`https://example.org/#${hash}`).hash).toBe(`#${hash}`);
});

test.each([
  ['target.link', '1'], ['student.activation', '0'], ['target.link', ' z1 '], ['target.link', 'max(z1, 0.5) - 3*z1/2'], ['target.noise', 5e-324], ['target.noise', 0.1 + 0.2], ['training.learningRate', 1e300],
  ['student.readout', [1, -0.5, 1e-7, 3]], ['initial', { overlap: 0.0625 }], ['record', { log: 50 }], ['record', { every: 5 }], ['training.reuse', 'all'], ['training.adaptive', { share: 0.5 }], ['engine', 'reference'],
  ['seed', 4294967295], ['target.gram', [[1]]], ['data.dimension', 1e12],
] as const)('%s = %j survives', (key, value) => {
  const experiment = parseExperiment(setAt(square, key, value));
  expect(fromPermalink(toPermalink(experiment)).experiment).toEqual(experiment);
});

const flow = {
  target: { hermite: [0.8, 1, 0.8, -0.6] },
  student: { width: 3, hermite: [0.5, 1], readout: { law: 'atoms', values: [1, -1] } },
  data: { dimension: 'infinity' },
  theory: { form: 'mean-field-flow', epsilon: 1e-4, horizon: 2 },
  engine: 'theory',
};

test('a link has what was written: coefficients, "infinity", a law', () => {
  const hash = toPermalink(parseExperiment(flow));
  expect(hash).toMatch(/^target\.hermite=%5B0\.8,1,0\.8,-0\.6%5D&student\.width=3&student\.hermite=%5B0\.5,1%5D&student\.readout\.law=atoms&student\.readout\.values=%5B1,-1%5D&data\.dimension=infinity&/);
  expect(fromPermalink(hash).experiment).toEqual(parseExperiment(flow));
  expect(() => fromPermalink(`${hash}&target.link=He3(z1)`)).toThrow('target.hermite: found [0.8,1,0.8,-0.6]; allowed: nothing beside target.link');
  const uniform = parseExperiment(setAt(square, 'student.readout', { law: 'uniform', low: 0 }));
  expect(fromPermalink(toPermalink(uniform)).experiment).toEqual(uniform);
});

test('the view rides along, whatever is in it', () => {
  const experiment = parseExperiment(square);
  const view = { tab: 'theory', scale: 'log', 'a&b=c': 'x=1&y=2#%25', quoted: '"1"', number: '1', empty: '', 'Ω': 'λ → ∞ 🙂', __proto__x: 'y' };
  expect(fromPermalink(toPermalink(experiment, view))).toEqual({ experiment, view });
});

test.each([
  ['', 'target'], ['junk', 'key=value'], ['=3', 'key=value'], ['training.batch=%', '%'], ['%E0%A4=1', '%'], ['training.batch=1&training.batch=2', 'once'], ['__proto__.x=1', 'dotted path'],
  ['target=z1', 'target: found "z1"'], ['target.link=z1&target.link.x=1', 'target.link'],
  [`${toPermalink(parseExperiment(square))}&training.bach=3`, 'training.bach'], [`${toPermalink(parseExperiment(square))}&training.batch=0`, 'once'],
  [toPermalink(parseExperiment(square)).replace('batch=1024', 'batch=0'), 'training.batch: found 0'], ['a=1'.repeat(100_000), 'only the keys'], ['%00', 'key=value'],
])('link %# is refused in words', (hash, words) => {
  expect(() => fromPermalink(hash)).toThrow(InvalidExperiment);
  expect(() => fromPermalink(hash)).toThrow(words);
});
