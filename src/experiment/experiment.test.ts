import { expect, test } from 'vitest';
import { InvalidExperiment, parseExperiment, parseExperimentText } from './experiment.ts';
import { closest, show } from './issues.ts';
import { applySetting, setAt } from './settings.ts';

const short = {
  target: { link: 'He3(z1)' },
  student: { width: 4, activation: 'He3(x)' },
  data: { dimension: 256 },
  training: { batch: 16384, learningRate: 0.512, steps: 50 },
};

test('a short document becomes a complete experiment', () => {
  expect(parseExperiment(short)).toEqual({
    target: { link: 'He3(z1)', directions: 1, noise: 0, gram: null },
    student: { width: 4, activation: 'He3(x)', readout: 'ones', scaling: 'mean' },
    data: { dimension: 256, distribution: 'gaussian' },
    initial: 'random',
    training: {
      loss: 'square', adaptive: { share: 0.6, drop: 0.1, decay: 0.995 }, constraint: 'projected', batch: 16384, reuse: 1, dataset: null,
      learningRate: 0.512, weightDecay: 0, lookAhead: null, secondLayer: 'fixed', steps: 50,
    },
    record: { every: 1 }, theory: null, seed: 1, engine: 'dense',
  });
});

test('a complete experiment parses to itself, and nothing is shared with the document or between two parses', () => {
  const experiment = parseExperiment(short);
  expect(parseExperiment(experiment)).toEqual(experiment);
  experiment.training.adaptive.share = 0.1;
  (experiment.record as { every: number }).every = 7;
  expect(parseExperiment(short).training.adaptive.share).toBe(0.6);
  expect(parseExperiment(short).record).toEqual({ every: 1 });
});

test('what stands at the ends of its range is accepted', () => {
  for (const [key, value] of [
    ['seed', 0], ['seed', 2 ** 32 - 1], ['training.steps', 0], ['training.steps', 2 ** 31 - 1], ['training.batch', 1], ['training.batch', 1e6], ['student.width', 1], ['student.width', 64],
    ['data.dimension', 5], ['data.dimension', 1e12], ['training.reuse', 'all'], ['training.reuse', 2 ** 40], ['training.learningRate', 0], ['initial', { overlap: 0 }], ['initial', { overlap: 1 }],
    ['training.adaptive', {}], ['training.adaptive', { share: 1 }], ['target.gram', [[1]]], ['student.readout', [1, -2, 0, 1e300]], ['record', { log: 1 }], ['engine', 'reference'], ['target.gram', null],
  ] as const) expect(() => parseExperiment(setAt(short, key, value))).not.toThrow();
});

test('neurons that coincide, or lie in the span of the directions, are a valid start', () => {
  const M = [[1], [1], [-1], [1]];
  const Q = M.map(([a]) => M.map(([b]) => a * b));
  expect(() => parseExperiment({ ...short, initial: { M, Q } })).not.toThrow();
});

test('directions may be oblique', () => {
  const target = { link: 'z1*z2', directions: 2, gram: [[1, 0.5], [0.5, 1]] };
  expect(parseExperiment({ ...short, target }).target.gram).toEqual([[1, 0.5], [0.5, 1]]);
});

test('minus zero becomes zero', () => {
  expect(Object.is(parseExperiment(setAt(short, 'target.noise', -0)).target.noise, 0)).toBe(true);
  expect(Object.is(parseExperiment(setAt(short, 'training.reuse', 'all')).training.reuse, 'all')).toBe(true);
});

test('$schema is for editors and no part of the experiment', () => {
  expect(parseExperiment({ $schema: './experiment.schema.json', ...short })).toEqual(parseExperiment(short));
  expect(parseExperimentText(`\uFEFF${JSON.stringify(short)}`)).toEqual(parseExperiment(short));
});

test('an error is one sentence an issue, all of them at once', () => {
  const document = { ...short, seeds: 3, training: { ...short.training, batch: 0, loss: 'l2' } };
  expect(() => parseExperiment(document)).toThrow(InvalidExperiment);
  expect(() => parseExperiment(document)).toThrow([
    'training.loss: found "l2"; allowed: "square", "correlation" or "adaptive"',
    'training.batch: found 0; allowed: a whole number from 1 to 1000000',
    'seeds: found 3; allowed: only the keys target, student, data, initial, training, record, theory, seed, engine; did you mean "seed"?',
  ].join('\n'));
});

test('what ties keys together is told once the keys hold, and what is not served yet last', () => {
  const document = { ...short, data: { dimension: 4 }, engine: 'reduced' };
  expect(() => parseExperiment(document)).toThrow('data.dimension: found 4; allowed: at least student.width + target.directions = 5');
  expect(() => parseExperiment(setAt({ ...short, engine: 'reduced' }, 'student.width', 17))).toThrow('student.width: found 17; allowed: a whole number from 1 to 16 with the engine "reduced"');
  expect(() => parseExperiment(setAt({ ...short, engine: 'reduced' }, 'training.weightDecay', 0.1))).toThrow('training.weightDecay: found 0.1; allowed: 0; weight decay is served by "dense", ');
});

test('a link that does not parse is told with the sentence of the parser', () => {
  expect(() => parseExperiment(setAt(short, 'target.link', 'He3(z2)'))).toThrow(/^target\.link: found "He3\(z2\)"; allowed: an expression in z1; .*z2/);
});

test('values are shown short, whatever they are', () => {
  expect(show('x'.repeat(1e6)).length).toBe(60);
  expect(show({ a: [1, { b: [[[2]]] }] })).toBe('{"a":[1,{"b":[…]}]}');
  expect(show(Array(1e7).fill(1)).length).toBe(60);
  expect([undefined, null, NaN, 5n, new Date(0), new Map()].map(show)).toEqual(['nothing', 'null', 'NaN', 'a BigInt', 'a Date object', 'a Map object']);
});

test('a near miss is named, a far one is not', () => {
  const keys = ['batch', 'learningRate', 'steps', 'loss'];
  expect(['batches', 'learningrate', 'setps', 'bathc'].map((word) => closest(word, keys))).toEqual(['batch', 'learningRate', 'steps', 'batch']);
  expect(['lr', 'n', 'epochs', 'x'.repeat(1e6)].map((word) => closest(word, keys))).toEqual([null, null, null, null]);
});

test('a setting is JSON where it parses as JSON, else a string', () => {
  expect(applySetting(short, 'training.batch=64')).toEqual(setAt(short, 'training.batch', 64));
  expect(applySetting(short, 'student.activation=tanh(x)')).toMatchObject({ student: { activation: 'tanh(x)', width: 4 } });
  expect(applySetting(short, 'student.activation="1"')).toMatchObject({ student: { activation: '1' } });
  expect(applySetting(short, 'initial={"overlap":0.1}')).toMatchObject({ initial: { overlap: 0.1 } });
  expect(applySetting({ initial: 'random' }, 'initial.overlap=0.1')).toEqual({ initial: { overlap: 0.1 } });
  expect(applySetting({ a: [1, 2] }, 'a.1=3')).toEqual({ a: [1, 3] });
  expect(applySetting({ a: [1, 2] }, 'a.2=3')).toEqual({ a: [1, 2, 3] });
  expect(applySetting({}, 'target.link=a=b')).toEqual({ target: { link: 'a=b' } });
  expect(short.training.batch).toBe(16384);
});

test('a setting of coefficients takes the place of the expression, and the other way round', () => {
  const byCoefficients = applySetting(short, 'target.hermite=[0,1]');
  expect(byCoefficients).toEqual({ ...short, target: { hermite: [0, 1] } });
  expect(applySetting(byCoefficients, 'target.link=z1')).toEqual({ ...short, target: { link: 'z1' } });
  expect(applySetting({}, 'student.hermite=[1]')).toEqual({ student: { hermite: [1] } });
  // Also where the expression is the one that an experiment has for its coefficients.
  expect(parseExperiment(applySetting(parseExperiment(byCoefficients), 'target.hermite=[0,0,1]')).target.hermite).toEqual([0, 0, 1]);
});

test('an unknown setting is refused by the schema', () => {
  expect(() => parseExperiment(applySetting(short, 'training.bacth=64'))).toThrow('training.bacth: found 64; allowed: only the keys');
});

test.each(['training.batch', '=3', '', '__proto__.seed=1', 'target.constructor.prototype.x=1', 'a..b=1', '.a=1', 'a.=1', `${'a.'.repeat(1000)}a=1`])('setting %j is refused in words', (setting) => {
  expect(() => applySetting(short, setting)).toThrow(InvalidExperiment);
  expect(({} as Record<string, unknown>).seed).toBeUndefined();
});

test.each(['a.3=1', 'a.-1=1', 'a.x=1', 'a.1e9=1', 'a.length=9'])('setting %j of an array of two is refused', (setting) => {
  expect(() => applySetting({ a: [1, 2] }, setting)).toThrow(/an index from 0 to 2 into a/);
});
