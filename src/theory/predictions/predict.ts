// From an experiment to what the phase diagram of one-pass training says of it (arXiv:2406.02157; theory/online.md
// sections 3, 4, 7 and 9): exponents, regime, how large a learning rate it takes, and how long. In words: docs/predictions.md.

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale, readoutVector } from '../../experiment/quantities.ts';
import { analyseTarget, UnfitTarget } from '../../model/target/analysis.ts';
import { feelsItself, firstOrder, firstOrders, localConstants, type FirstOrders, type LocalConstants } from './constants.ts';
import { exponentsAt, type Exponents, type Family } from './exponents.ts';
import { neuronAverages, type NeuronAverages } from './neuron.ts';
import { type Growth, growthTime, largestRate, overlapAfter, stepsOfMap } from './overlap-map.ts';
import { ETA, figure, type Prediction, type PredictionConstants, type Regime } from './prediction.ts';
import { caveatsFor, outOfReach, overturned, rateWarning, unfelt, wrongSigns } from './sentences.ts';
import { type Start, startOf } from './start.ts';

/** What an analysis of the target says; null where it cannot tell, with `why`. */
export interface KnownExponents {
  readonly informationExponent: number | null;
  readonly leapIndex: number | null;
  readonly why: string | null;
}

/** What theory says of an experiment before it is run. Throws nothing that a valid experiment can cause. */
export function predict(experiment: Experiment): Prediction {
  return predictWith(experiment, knownExponents(experiment));
}

/** Exponents of the target as its gram matrix has it; the analysis itself is of orthonormal directions. */
function knownExponents({ target: { link, directions, gram } }: Experiment): KnownExponents {
  const orthonormal = gram === null || gram.every((row, r) => row.every((value, s) => value === Number(r === s)));
  if (!orthonormal) return { informationExponent: null, leapIndex: null, why: 'target.gram: the analysis is for orthonormal directions' };
  try {
    const { informationExponent, leapIndex } = analyseTarget(link, directions);
    return { informationExponent: informationExponent.value, leapIndex: leapIndex.value, why: informationExponent.why };
  } catch (error) {
    if (!(error instanceof UnfitTarget)) throw error;
    return { informationExponent: null, leapIndex: null, why: error.message };
  }
}

type Draft = { -readonly [Key in keyof Prediction]: Prediction[Key] } & { warnings: string[]; caveats: string[]; unknown: Record<string, string> };

/** Recovery times up to this are counted on the map, step by step. */
const COUNTED = 1000;

/** Pure; the times are for weak recovery, max |M| ≥ 0.3. */
export function predictWith(experiment: Experiment, known: KnownExponents): Prediction {
  const { training, student, data: { dimension: d } } = experiment;
  const gamma = training.learningRate;
  const draft = blank(experiment, known);
  draft.caveats.push(...outOfReach(experiment));
  const covered = draft.caveats.length === 0;
  const neuron = neuronAverages(student.activation);
  const first = firstOrders(experiment);
  draft.informationExponent ??= first && firstOrder(first);
  const ell = draft.informationExponent;
  if (ell === null) return without(draft, `the information exponent of target.link is not known: ${known.why ?? 'no order that was looked at is felt'}`);
  if (neuron === null) return without(draft, `student.activation: the derivative of ${student.activation} is not square-integrable under a Gaussian`);
  const order = feltOrder(ell, first, neuron);
  draft.feltExponent = order;
  if (order !== ell) draft.warnings.push(unfelt(experiment, ell, order, neuron));
  if (order === null) {
    if (covered) [draft.learnable, draft.region] = [false, 'outside the learnable region'];
    return without(draft, 'no overlap grows', ['learnable']);
  }
  const local = first && localConstants(experiment, order, first, neuron);
  const exponents = exponentsAt(order, familyOf(experiment), draft.mu, draft.delta ?? Infinity);
  if (first !== null && local === null) {
    draft.warnings.push(wrongSigns(order));
    if (covered) [draft.learnable, draft.region] = [false, 'outside the learnable region'];
    return without(draft, 'no neuron has a weight of the right sign', ['learnable']);
  }
  if (local) draft.constants = constantsOf(experiment, local);
  // The regimes compare drift with the noise of fresh samples.
  if (training.reuse === 1 && training.dataset === null) draft.regime = regimeOf(experiment, draft.delta, local?.weight ?? largestWeight(experiment));
  const start = local && startOf(experiment, order, local);
  if (start) draft.startingOverlap = start.overlap;
  if (!covered) return finish(experiment, without(draft, 'the phase diagram does not cover this protocol: see the caveats'), order, neuron, start);

  addExponents(draft, exponents, d);
  const growth = local && draft.constants && growthOf(order, local, draft.constants);
  if (growth && start) addConstants(draft, experiment, growth, start);
  else {
    draft.learnable = exponents.learns;
    const why = 'quadrature does not give the constants of this target and activation; learnable is by the exponents alone';
    Object.assign(draft.unknown, { constants: why, maximalLearningRate: why, recoveryTime: why });
    if (!draft.learnable)
      draft.warnings.push(`training.learningRate: ${gamma} is d^(${figure(-(draft.delta ?? Infinity))}), above d^(${figure(-(exponents.boundary ?? 0))}), the largest that learns from a random start`);
  }
  if (draft.learnable) draft.theta = exponents.theta;
  else draft.unknown.theta = 'the overlap does not grow at this learning rate';
  if (draft.learnable && !exponents.learns)
    draft.caveats.push(`δ = ${figure(draft.delta!)} is below ${figure(exponents.boundary!)}, the least that learns as d → ∞ at this μ: that it learns at this d is by the constants`);
  draft.region = draft.learnable === false ? 'outside the learnable region' : exponents.giantStep ? 'one giant step' : 'learnable';
  return finish(experiment, draft, order, neuron, start);
}

function blank({ training, data: { dimension: d } }: Experiment, { informationExponent, leapIndex }: KnownExponents): Draft {
  const mu = Math.log(training.batch) / Math.log(d);
  const delta = training.learningRate > 0 ? -Math.log(training.learningRate) / Math.log(d) + 0 : null;
  return {
    informationExponent, feltExponent: null, leapIndex, mu, delta, regime: null, region: null,
    continuousLimit: delta !== null && delta > Math.max(0, (1 - mu) / 2),
    learnable: null, maximalLearningRate: null, leastDelta: null, theta: null, bestTheta: null, bestBatch: null,
    thetaAtBestBatch: null, sampleExponent: null, startingOverlap: null, recoveryTime: null, recoveryTimeWithNoise: null,
    overlapAfterOneStep: null, constants: null, warnings: [], caveats: [], unknown: {},
  };
}

const answers = ['learnable', 'maximalLearningRate', 'leastDelta', 'theta', 'bestTheta', 'bestBatch', 'recoveryTime'] as const;

/** The answers stay null, for this reason. */
function without(draft: Draft, why: string, answered: readonly string[] = []): Draft {
  for (const key of answers) if (!answered.includes(key)) draft.unknown[key] = why;
  return draft;
}

/** The least order from ℓ on that target and activation share; null when there is none that can be found. */
function feltOrder(ell: number, first: FirstOrders | null, neuron: NeuronAverages): number | null {
  if (neuron.coefficient(ell) !== 0) return ell;
  return first && firstOrder(first, (n) => n >= ell && neuron.coefficient(n) !== 0);
}

function familyOf(experiment: Experiment): Family {
  return feelsItself(experiment) && experiment.training.constraint === 'projected' ? 'selfAligned' : 'free';
}

function largestWeight(experiment: Experiment): number {
  return outputScale(experiment) * Math.max(...readoutVector(experiment).map(Math.abs));
}

function constantsOf({ data, training }: Experiment, { drift, self, I4, weight, directions }: LocalConstants): PredictionConstants {
  const noise = I4 === null ? null : (data.dimension / training.batch) * weight * weight * I4;
  return { drift, selfAlignment: self, I4, noise, weight, direction: directions[0] };
}

function regimeOf({ training, data }: Experiment, delta: number | null, weight: number): Regime | null {
  if (delta === null) return null;
  if (delta <= 0) return 'discrete';
  const kappa = (training.learningRate * Math.abs(weight) * data.dimension) / training.batch;
  return kappa > 10 ? 'noise-dominated' : kappa < 0.1 ? 'population flow' : 'Saad–Solla';
}

function growthOf(order: number, { drift, shared }: LocalConstants, { selfAlignment, noise }: PredictionConstants): Growth | null {
  return selfAlignment === null || noise === null ? null : { order, drift, shared, self: selfAlignment, noise };
}

function addExponents(draft: Draft, exponents: Exponents, d: number): void {
  draft.leastDelta = exponents.boundary;
  if (exponents.boundary === null) draft.unknown.leastDelta = 'every learning rate learns';
  draft.bestTheta = exponents.bestTheta;
  draft.bestBatch = Math.round(d ** exponents.bestMu);
  draft.thetaAtBestBatch = exponents.thetaAtBestMu;
  draft.sampleExponent = Math.max(exponents.samples, draft.mu + exponents.bestTheta);
}

/** Growth, the largest learning rate and times, from the constants. */
function addConstants(draft: Draft, experiment: Experiment, growth: Growth, start: Start): void {
  const { training: { learningRate: gamma, steps }, data: { dimension: d } } = experiment;
  const eta = ETA / Math.max(...draft.constants!.direction.map(Math.abs));
  const m0 = start.overlap;
  // Linear growth is stopped at the end, if at all; faster growth is hardest at the beginning.
  const tested = growth.order === 1 ? eta : m0 > 0 ? m0 : 1 / Math.sqrt(d);
  const largest = tested < 1 ? largestRate(tested, growth) : Infinity;
  draft.learnable = gamma > 0 && gamma < largest;
  if (largest === Infinity) draft.unknown.maximalLearningRate = 'every learning rate learns';
  else draft.maximalLearningRate = largest;
  const time = (rate: number): number => (m0 >= eta ? 0 : growthTime(m0, eta, rate, growth, true));
  if (!draft.learnable)
    draft.warnings.push(rateWarning({ gamma, order: growth.order, overlap: tested, self: growth.self, largest, timeBelow: time(largest / 2) }));
  else if (growth.self * gamma > 1) draft.warnings.push(overturned(gamma, growth.self));
  const counted = gamma > 0 ? stepsOfMap(Math.max(m0, 0), eta, gamma, growth, COUNTED) : null;
  draft.overlapAfterOneStep = m0 > 0 || growth.order === 1 ? overlapAfter(m0, gamma, growth) : null;
  if (!draft.learnable) draft.unknown.recoveryTime = 'the overlap does not grow at this learning rate';
  else if (experiment.training.secondLayer !== 'fixed') draft.unknown.recoveryTime = 'the readout learns too, and with it the drift';
  else if (m0 <= 0 && growth.order > 1)
    draft.unknown.recoveryTime = m0 === 0
      ? 'it starts without any overlap: noise has to bring one of order d^(-1/2) first'
      : 'every neuron starts on the side of an odd target where overlaps decay';
  else {
    const whole = time(gamma);
    // Less than a step, or a step that is mostly noise: no equation, but the map can be counted.
    const jumps = !(whole >= 1 && whole < Infinity) || gamma * gamma * growth.noise > (1 - growth.self * gamma) ** 2;
    draft.recoveryTime = m0 >= eta ? 0 : jumps ? counted : whole;
    const noisy = counted ?? growthTime(m0, eta, gamma, growth);
    draft.recoveryTimeWithNoise = Number.isFinite(noisy) ? noisy : null;
    if (draft.recoveryTime === null) draft.unknown.recoveryTime = `steps this large are counted one by one, and ${COUNTED} were not enough`;
  }
  warnOfTheEnd(draft, steps);
}

function warnOfTheEnd(draft: Draft, steps: number): void {
  const time = draft.recoveryTime;
  if (time !== null && time > steps)
    draft.warnings.push(`training.steps: ${steps} end before the predicted recovery, at about ${Math.round(time)} steps`);
}

function finish(experiment: Experiment, draft: Draft, order: number, neuron: NeuronAverages, start: Start | null): Prediction {
  draft.caveats.push(...caveatsFor(experiment, order, neuron, draft, start?.random ? start.draws : Infinity));
  return draft;
}
