import { expect, test } from 'vitest';
import { parseExperiment } from './experiment.ts';
import { jsonSchema } from './json-schema.ts';
import { timescalesPresets } from './presets-timescales.ts';
import { preset, presets } from './presets.ts';
import { gramMatrix, outputScale, readoutVector, recordedSteps } from './quantities.ts';
import { setAt } from './settings.ts';

function rate(id: string): number {
  return parseExperiment(preset(id)!.document).training.learningRate;
}

function steps(T: number, record: unknown): number[] {
  return recordedSteps(parseExperiment(setAt(setAt(preset('square')!.document, 'training.steps', T), 'record', record)));
}

test('the list of presets', () => {
  expect(presets.map(({ id }) => id)).toEqual(['he3-mu1.75', 'he3-mu1', 'erf-noise', 'erf-saad-solla', 'erf-population', 'square', 'square-he4', 'reuse-tanh', 'reuse-tanh-alpha5', 'reuse-he2he3', 'reuse-z1-he3z2', 'reuse-z1z2', ...timescalesPresets.map(({ id }) => id)]);
  expect(preset('nothing')).toBeUndefined();
  expect(preset('toString')).toBeUndefined();
});

test.each(presets.map((entry) => [entry.id, entry] as const))('preset %s is an experiment with something to say', (_, { title, description, paper, document }) => {
  expect(() => parseExperiment(document)).not.toThrow();
  expect(parseExperiment(JSON.parse(JSON.stringify(document)))).toEqual(parseExperiment(document));
  expect(title.length).toBeGreaterThan(5);
  expect(description).toMatch(/\.$/);
  expect(paper).toMatch(/^arXiv:\d{4}\.\d{5}$/);
});

test('learning rates of the figures', () => {
  // he3: prefactor · n · p · d^(−3/2); erf: 0.3·d^(−1/8), 8/√d, 10/d at d = 10⁴ (the figures' own parameters).
  expect(rate('he3-mu1.75')).toBeCloseTo(0.032 * 16384 * 4 * 256 ** -1.5, 12);
  expect(rate('he3-mu1')).toBeCloseTo(0.005 * 256 * 4 * 256 ** -1.5, 12);
  expect(rate('erf-noise')).toBeCloseTo(0.094868329805, 12);
  // reuse: η·α, η = 0.2 (theory/reuse.md, its conventions).
  expect([rate('reuse-tanh'), rate('reuse-tanh-alpha5')]).toEqual([0.6, 1]);
  expect([rate('erf-saad-solla'), rate('erf-population')]).toEqual([0.08, 0.001]);
});

test('readout, scale and Gram matrix', () => {
  const reuse = parseExperiment(preset('reuse-tanh')!.document);
  expect([...readoutVector(reuse)]).toEqual([1, -1]);
  expect(outputScale(reuse)).toBe(1 / Math.sqrt(2));
  expect([...gramMatrix(reuse)]).toEqual([1, 0, 0, 1]);
  const square = parseExperiment(setAt(preset('square')!.document, 'student.readout', [1, 2, 3, 4]));
  expect([...readoutVector(square)]).toEqual([1, 2, 3, 4]);
  expect(outputScale(square)).toBe(1 / 4);
  expect(outputScale(parseExperiment(setAt(square, 'student.scaling', 'sum')))).toBe(1);
  expect([...gramMatrix(parseExperiment(setAt(setAt(square, 'target.directions', 2), 'target.gram', [[1, 0.5], [0.5, 1]])))]).toEqual([1, 0.5, 0.5, 1]);
});

test('recorded steps begin at 0, end at T and never repeat', () => {
  expect(steps(0, { every: 1 })).toEqual([0]);
  expect(steps(0, { log: 5 })).toEqual([0]);
  expect(steps(3, { every: 1 })).toEqual([0, 1, 2, 3]);
  expect(steps(10, { every: 4 })).toEqual([0, 4, 8, 10]);
  expect(steps(10, { every: 100 })).toEqual([0, 10]);
  expect(steps(1, { log: 7 })).toEqual([0, 1]);
  expect(steps(100, { log: 1 })).toEqual([0, 1, 100]);
  expect(steps(100, { log: 3 })).toEqual([0, 1, 10, 100]);
  expect(steps(10, { log: 1000 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const grid = steps(10000, { log: 300 });
  expect(grid.every((step, i) => i === 0 || step > grid[i - 1])).toBe(true);
  expect(grid[grid.length - 1]).toBe(10000);
});

test('a record that no memory holds is refused before it is made', () => {
  const long = parseExperiment(setAt(preset('square')!.document, 'training.steps', 2 ** 31 - 1));
  expect(() => recordedSteps(long)).toThrow(/^record: found \{"every":1\}, some 2147483649 recorded steps; allowed: about/);
  expect(recordedSteps({ ...long, record: { every: 2 ** 20 } }).length).toBe(2049);
  expect(recordedSteps({ ...long, record: { log: 1000 } }).length).toBeLessThan(1003);
});

test('the JSON Schema helps an editor: titles, descriptions, defaults and ranges on every leaf', () => {
  const schema = jsonSchema();
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  // A flow may leave training out; anything else needs it, and a dimension that is a number.
  expect(schema.required).toEqual(['target', 'student', 'data']);
  expect(schema).toMatchObject({
    if: { properties: { engine: { const: 'theory' }, theory: { properties: { form: { enum: ['flow', 'mean-field-flow'] } } } } },
    else: { required: ['training'], properties: { training: { required: ['batch', 'learningRate', 'steps'] } } },
    properties: { target: { oneOf: [{ required: ['link'] }, { required: ['hermite'] }] }, student: { oneOf: [{ required: ['activation'] }, { required: ['hermite'] }] } },
  });
  const leaves: Record<string, unknown>[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const entry = node as Record<string, unknown>;
    if (typeof entry.type === 'string' && entry.type !== 'object' && entry.type !== 'null') leaves.push(entry);
    for (const value of Object.values(entry)) walk(value);
  };
  const { $schema: _, ...properties } = schema.properties as Record<string, any>;
  walk(properties);
  expect(leaves.length).toBeGreaterThan(40);
  for (const leaf of leaves) expect(leaf).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  expect(properties.training.properties.steps).toMatchObject({ type: 'integer', minimum: 0, maximum: 2147483647 });
  expect(properties.student.properties.scaling).toMatchObject({ enum: ['mean', 'sqrt', 'sum'], default: 'mean' });
  expect(properties.training.additionalProperties).toBe(false);
});
