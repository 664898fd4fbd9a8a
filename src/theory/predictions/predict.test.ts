// What a reader is told of an experiment: the presets, and each way in which one goes wrong.

import { expect, test } from 'vitest';
import { type Experiment, type ExperimentDocument, parseExperiment } from '../../experiment/experiment.ts';
import { preset } from '../../experiment/presets.ts';
import { applySetting } from '../../experiment/settings.ts';
import { predict, predictWith } from './predict.ts';
import type { Prediction } from './prediction.ts';

const nothingKnown = { informationExponent: null, leapIndex: null, why: null };

function predictionOf(document: ExperimentDocument | string, ...settings: string[]): Prediction {
  const found = typeof document === 'string' ? preset(document)!.document : document;
  return predictWith(parseExperiment(settings.reduce<unknown>(applySetting, found)), nothingKnown);
}

const he3: ExperimentDocument = {
  target: { link: 'He3(z1)' },
  student: { width: 1, activation: 'He3(x)' },
  data: { dimension: 10000 },
  initial: { overlap: 0.01 },
  training: { batch: 100000, learningRate: 0.001, steps: 100000 },
};

// Median first step at which max M ≥ 0.3 over 400 seeds of the exact law, references/online/time_complexity_mu1.75.json:
// 4 with the square loss, 5 with the correlation loss.
test('he3-mu1.75: on the plateau, and recovers within a few steps', () => {
  const square = predictionOf('he3-mu1.75');
  expect(square).toMatchObject({ informationExponent: 3, feltExponent: 3, mu: 1.75, leastDelta: 0, bestTheta: 0.5, bestBatch: 4096, thetaAtBestBatch: 0.5, learnable: true, region: 'learnable', regime: 'population flow', warnings: [] });
  expect(square.delta).toBeCloseTo(-Math.log(0.512) / Math.log(256), 12);
  expect(square.theta).toBeCloseTo(square.delta! + 0.5, 12);
  // (1 − sγ)/(cγ) (1/m0 − 1/η) with c = 18/4, s = 18/16 and m0 = 1/16.
  expect(square.recoveryTime).toBeCloseTo(((1 - 1.125 * 0.512) / (4.5 * 0.512)) * (16 - 1 / 0.3), 9);
  expect([square.recoveryTime! < 4, 4 < square.recoveryTimeWithNoise!]).toEqual([true, true]);
  const correlation = predictionOf('he3-mu1.75', 'training.loss=correlation');
  expect(correlation).toMatchObject({ leastDelta: -0.25, bestTheta: 0.25, bestBatch: 65536, thetaAtBestBatch: 0, learnable: true });
  expect([correlation.recoveryTime! < 6, 5 < correlation.recoveryTimeWithNoise!]).toEqual([true, true]);
  expect(square.caveats.join()).toContain('look at quantiles');
});

test('he3-mu1: some two thousand steps of the three thousand', () => {
  const prediction = predictionOf('he3-mu1');
  expect(prediction).toMatchObject({ mu: 1, leastDelta: 0.5, bestTheta: 1, learnable: true, regime: 'population flow', continuousLimit: true, sampleExponent: 2, warnings: [] });
  expect(prediction.recoveryTime).toBeCloseTo(((1 - 1.125 * 0.00125) / (4.5 * 0.00125)) * (16 - 1 / 0.3), 6);
  expect(predictionOf('he3-mu1', 'training.steps=1000').warnings).toEqual(['training.steps: 1000 end before the predicted recovery, at about 2249 steps']);
});

test('the three erf figures are in the three regimes that they are named for', () => {
  const noise = predictionOf('erf-noise');
  expect(noise).toMatchObject({ informationExponent: 1, mu: 0.25, leastDelta: 0.75, regime: 'noise-dominated', continuousLimit: false, learnable: false, region: 'outside the learnable region', recoveryTime: null, theta: null });
  const balance = predictionOf('erf-saad-solla');
  expect(balance).toMatchObject({ mu: 0.5, leastDelta: 0.5, regime: 'Saad–Solla', learnable: true, bestTheta: 0.5 });
  expect(balance.caveats.join()).toContain('that it learns at this d is by the constants');
  expect(predictionOf('erf-population')).toMatchObject({ regime: 'population flow', learnable: true, continuousLimit: true });
  // The committee is first felt along its diagonal, whose axes see 1/√2 of it.
  expect(balance.constants!.direction.map((x) => x.toFixed(9))).toEqual(['0.707106781', '0.707106781']);
});

test('a learning rate beyond the largest is named, with the factor and what would do', () => {
  const { maximalLearningRate: largest } = predictionOf(he3);
  // γ_c = 2c m0 n/(d I4) where noise decides alone; here s and the signal take 2 % of it.
  expect(largest! / ((2 * 18 * 0.01 * 10) / 3456)).toBeCloseTo(0.982, 3);
  const beyond = predictionOf(he3, `training.learningRate=${1.8 * largest!}`);
  expect(beyond).toMatchObject({ learnable: false, region: 'outside the learnable region', recoveryTime: null });
  expect(beyond.warnings).toEqual([expect.stringMatching(/^training\.learningRate: 0\.0018\d* is 1\.8 times the largest rate at which an overlap of 0\.01 grows: noise wins, 0\.00102; at half of that it would learn, in about 10400 steps$/)]);
  expect(predictionOf(he3, `training.learningRate=${0.99 * largest!}`)).toMatchObject({ learnable: true, warnings: [] });
  expect(predictionOf(he3, 'training.learningRate=0').warnings).toEqual(['training.learningRate: 0 moves nothing']);
});

test('s γ > 1 overturns the rows of the square loss, not those of the correlation loss or of spherical steps', () => {
  const large = ['training.batch=1000000', 'data.dimension=1000', 'training.learningRate=0.08'];
  const square = predictionOf(he3, ...large);
  expect(square).toMatchObject({ learnable: false, regime: 'population flow' });
  expect(square.warnings[0]).toContain('s γ = 1.44 is above 1');
  // With n = d² noise takes a third; with samples for nothing the limit is 1/(s − c m0/2).
  expect(square.maximalLearningRate! * 18).toBeCloseTo((2 * 18 * 0.18) / (3.456 + 2 * 18 * 0.18 - 0.18 ** 2), 3);
  expect(predictionOf(he3, 'engine=reference', 'data.dimension=2', 'training.batch=1000000').maximalLearningRate! * 18).toBeCloseTo(1 / (1 - 0.01 / 2), 1);
  expect(predictionOf(he3, ...large, 'training.loss=correlation').learnable).toBe(true);
  expect(predictionOf(he3, ...large, 'training.constraint=spherical')).toMatchObject({ learnable: true, constants: { selfAlignment: 0 }, bestBatch: 1e6, thetaAtBestBatch: 0 });
  expect(square).toMatchObject({ bestBatch: Math.round(1000 ** 1.5), thetaAtBestBatch: 0.5 });
});

// Found by running the exact law at d = 4096, n = d^1.4: He2 recovers in 8 steps at s γ = 1.5, and at 1.8 not at all.
test('at ℓ = 2 the square loss stands s γ up to 2 less what noise takes', () => {
  const he2: ExperimentDocument = { ...he3, target: { link: 'He2(z1)' }, student: { width: 1, activation: 'He2(x)' }, data: { dimension: 4096 }, initial: { overlap: 1 / 64 } };
  const at = (rate: number) => predictionOf(he2, `training.batch=${Math.floor(4096 ** 1.4)}`, `training.learningRate=${rate / 4}`);
  expect(at(1.5)).toMatchObject({ learnable: true, regime: 'population flow', warnings: [expect.stringMatching(/^training\.learningRate: 0\.375 times s = 4 is 1\.5, above 1/)] });
  expect(at(0.95)).toMatchObject({ warnings: [], caveats: expect.arrayContaining([expect.stringContaining('s γ = 0.95 is close to 1')]) });
  expect(at(1.5).recoveryTime).toBeGreaterThan(4);
  expect(at(1.5).recoveryTime).toBeLessThan(13);
  expect(at(1.85)).toMatchObject({ learnable: false, recoveryTime: null });
});

test('one giant step is counted on the map', () => {
  const giant = predictionOf(he3, 'training.loss=correlation', 'data.dimension=64', 'initial.overlap=0.125', 'training.batch=1000000', 'training.learningRate=100000');
  expect(giant).toMatchObject({ region: 'one giant step', regime: 'discrete', delta: expect.any(Number), maximalLearningRate: null, recoveryTime: 1, theta: 0 });
  expect(giant.unknown.maximalLearningRate).toBe('every learning rate learns');
  expect(giant.overlapAfterOneStep).toBeCloseTo(1 / Math.sqrt(1 + 64 ** 3 / 3e6), 3);
});

test('an activation that does not feel the target, or feels it later, or only its first direction', () => {
  const blind = predictionOf({ ...he3, target: { link: 'He4(z1)' }, student: { width: 2, activation: 'x^2' } });
  expect(blind).toMatchObject({ informationExponent: 4, feltExponent: null, learnable: false, region: 'outside the learnable region' });
  expect(blind.warnings).toEqual(['student.activation: x^2 has no Hermite coefficient of order 4, at which target.link begins, nor one of any later order of the target (its degree is 2): no overlap grows, at any learning rate']);
  const later = predictionOf({ ...he3, target: { link: 'z1 + He3(z1)' } });
  expect(later).toMatchObject({ informationExponent: 1, feltExponent: 3, learnable: true });
  expect(later.warnings[0]).toContain('it feels the target first at order 3');
  const part = predictWith(parseExperiment(preset('square-he4')!.document), { informationExponent: 2, leapIndex: 4, why: null });
  expect(part).toMatchObject({ feltExponent: 2, learnable: true });
  expect(part.caveats).toContain('the numbers are for the directions found first, at order 2; the others need a leap of 4, and the activation, of degree 2, does not feel that order: these are never found');
});

test('an even order needs weights of its sign', () => {
  const wrong = predictionOf({ ...he3, target: { link: '-He2(z1)' }, student: { width: 2, activation: 'x^2' } });
  expect(wrong).toMatchObject({ learnable: false, constants: null });
  expect(wrong.warnings[0]).toMatch(/^student\.readout: at order 2, an even one/);
});

test('starts: random, on the wrong side, without overlap, warm', () => {
  const random = predictionOf({ ...he3, initial: 'random' });
  // The median of |N(0, 1)| is 0.6745.
  expect(random.startingOverlap).toBeCloseTo(0.6744897502 / 100, 9);
  expect(random.caveats.join()).toContain('in one of 2 seeds the neuron starts on the other');
  const opposed = predictionOf({ ...he3, target: { link: '-He3(z1)' } });
  expect(opposed).toMatchObject({ startingOverlap: -0.01, recoveryTime: null });
  expect(opposed.unknown.recoveryTime).toContain('the side of an odd target where overlaps decay');
  // Of four: (2Φ(x) − 1)⁴ = ½ at 1.4081, and of an odd target Φ(x)⁴ = ½ (1 + 2⁻⁴) at 1.0527.
  expect(16 * predictionOf('square').startingOverlap!).toBeCloseTo(1.4081, 3);
  expect(100 * predictionOf({ ...he3, initial: 'random', student: { width: 4, activation: 'He3(x)' } }).startingOverlap!).toBeCloseTo(1.0527, 3);
  // Of two neurons with weights +1 and −1 the second grows towards −w*.
  expect(predictionOf({ ...he3, student: { width: 2, activation: 'He3(x)', readout: 'alternating' }, initial: { M: [[-0.02], [-0.01]], Q: [[1, 0], [0, 1]] } }).startingOverlap).toBeCloseTo(0.01, 12);
  const none = predictionOf({ ...he3, initial: { M: [[0]], Q: [[1]] } });
  expect(none).toMatchObject({ startingOverlap: 0, recoveryTime: null, learnable: true });
  const warm = predictionOf(he3, 'initial.overlap=0.1');
  expect(warm.caveats.join()).toContain('10 times d^(-1/2)');
  expect(warm.maximalLearningRate).toBeGreaterThan(2 * predictionOf(he3).maximalLearningRate!);
  expect(predictionOf(he3, 'initial.overlap=0.4').recoveryTime).toBe(0);
});

test.each<[string, string[]]>([
  ['training.constraint: "none"', ['training.constraint=none']],
  ['training.reuse: "all"', ['training.reuse=all']],
  ['training.reuse: 2', ['training.reuse=2']],
])('%s is said not to be covered, and nothing is guessed', (begins, settings) => {
  const prediction = predictionOf(he3, ...settings);
  expect(prediction.caveats[0].startsWith(begins)).toBe(true);
  expect(prediction).toMatchObject({ informationExponent: 3, mu: 1.25, learnable: null, theta: null, bestTheta: null, bestBatch: null, maximalLearningRate: null, recoveryTime: null, region: null });
  expect(prediction.unknown.recoveryTime).toContain('see the caveats');
});

test('what no engine serves yet is covered as far as it goes', () => {
  const experiment = parseExperiment(he3);
  const trained = (training: Partial<Experiment['training']>): Prediction => predictWith({ ...experiment, training: { ...experiment.training, ...training } }, nothingKnown);
  expect(trained({ dataset: 1e6 }).learnable).toBeNull();
  expect(trained({ lookAhead: { kind: 'sample', rho: 0.1 } }).learnable).toBeNull();
  const readout = trained({ secondLayer: { learningRate: 0.1 } });
  expect(readout).toMatchObject({ learnable: true, recoveryTime: null });
  expect(readout.caveats.join()).toContain('the constants are those of its initial value');
  expect(trained({ weightDecay: 2 }).constants!.selfAlignment).toBeCloseTo(18 + 2, 10);
  const adaptive = trained({ loss: 'adaptive' });
  expect([adaptive.constants!.I4, adaptive.constants!.selfAlignment]).toEqual([expect.closeTo(108, 8), 0]);
  expect(adaptive.caveats.join()).toContain('below 0.6 of its initial value');
});

test('more directions than the analysis takes, and targets that quadrature does not', () => {
  const wide: ExperimentDocument = { ...he3, target: { link: 'z1*z2 + He3(z3) + z4*z5*z6', directions: 6 }, student: { width: 2, activation: 'x^2 + He3(x)' } };
  expect(predictionOf(wide)).toMatchObject({ informationExponent: 2, feltExponent: 2, learnable: true });
  const dark = predictWith(parseExperiment({ ...he3, target: { link: 'tanh(z1*z2*z3)', directions: 3 } }), { informationExponent: 3, leapIndex: 3, why: null });
  expect(dark).toMatchObject({ informationExponent: 3, constants: null, learnable: true, leastDelta: 0.25, bestTheta: 0.75, recoveryTime: null });
  expect(dark.unknown.constants).toContain('quadrature does not give');
  const unknown = predictWith(parseExperiment({ ...he3, target: { link: 'tanh(z1*z2*z3)', directions: 3 } }), { ...nothingKnown, why: 'because' });
  expect(unknown).toMatchObject({ informationExponent: null, learnable: null });
  expect(unknown.unknown.learnable).toContain('because');
});

test('the exponents of the target come from its analysis, and beyond four directions from its tensors', () => {
  expect(predict(parseExperiment(preset('square-he4')!.document))).toMatchObject({ informationExponent: 2, leapIndex: 4, feltExponent: 2 });
  const five = predict(parseExperiment({ ...he3, target: { link: 'z1*z2*z3 + z4*z5*z1', directions: 5 } }));
  expect(five).toMatchObject({ informationExponent: 3, leapIndex: null });
  // 6 v1 (v2 v3 + v4 v5) is 2/√3 at most, as for one product.
  expect(five.constants!.drift).toBeCloseTo(3 * (2 / Math.sqrt(3)), 9);
  expect(five.caveats.join()).toContain('whether others need more is not known here');
});

test('a gram matrix changes the order at which a product is felt', () => {
  const product = { link: 'z1*z2*z3', directions: 3 };
  expect(predictionOf({ ...he3, target: product }).informationExponent).toBe(3);
  expect(predictionOf({ ...he3, target: { ...product, gram: [[1, 0.3, 0], [0.3, 1, 0], [0, 0, 1]] } }).informationExponent).toBe(1);
});

test('a prediction is JSON, and nothing in it is infinite', () => {
  for (const settings of [[], ['training.learningRate=0'], ['initial=random', 'training.reuse=all'], ['training.loss=correlation', 'training.batch=1000000', 'data.dimension=50']]) {
    const prediction = predictionOf(he3, ...settings);
    expect(JSON.parse(JSON.stringify(prediction))).toEqual(prediction);
  }
});
