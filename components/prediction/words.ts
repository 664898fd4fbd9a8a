// A prediction in words, and beside what was measured.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Prediction } from '../../src/run/analysis.ts';
import { formatCount, formatTick, formatValue } from '../chart/words.ts';
import { sentence } from '../sentence.ts';

/** What an ensemble of the experiment showed. */
export interface Measured {
  /** Median over seeds of the first step with max |M| ≥ 0.3; null when half of them or more have none. */
  readonly median: number | null;
  /** Share of the seeds that came there. */
  readonly fraction: number;
  readonly seeds: number;
}

const minus = (text: string): string => text.replaceAll('-', '−');

/** A number of steps: whole when it is large, else with a digit that says something. */
export const stepsWords = (steps: number): string => (steps >= 10 ? formatCount(steps) : steps === 0 ? '0' : String(Number(steps.toPrecision(2))));

export const exponentWords = (value: number): string => minus(String(Number(value.toFixed(3))));

/** The reason behind a null, as a sentence. */
export const whyNot = ({ unknown }: Prediction, key: keyof Prediction): string => (unknown[key] ? sentence(unknown[key]) : 'Not known.');

/** Steps to recovery, predicted. */
export const predictedWords = ({ recoveryTime }: Prediction): string => (recoveryTime === null ? '–' : stepsWords(recoveryTime));

/** What noise makes of them, where that is another number by more than a twentieth. */
export function noiseWords({ recoveryTime, recoveryTimeWithNoise: noisy }: Prediction): string {
  if (recoveryTime === null || noisy === null || Math.abs(noisy - recoveryTime) <= 0.05 * recoveryTime) return '';
  return `${stepsWords(noisy)} with what noise costs one neuron on average`;
}

export function measuredWords(measured: Measured | null, steps: number): string {
  if (!measured) return 'not measured yet';
  const { median, seeds } = measured;
  return median === null ? `more than ${formatCount(steps)}, the median of ${formatCount(seeds)} seeds` : `${stepsWords(median)}, the median of ${formatCount(seeds)} seeds`;
}

/** Whether it recovers by the end of the run, predicted. */
export function recoversWords({ learnable, recoveryTime }: Prediction, { training }: Experiment): string {
  if (learnable === null) return '–';
  if (!learnable) return 'no: it does not learn';
  if (recoveryTime === null) return 'it learns; when is not known';
  return recoveryTime <= training.steps ? 'yes' : 'no: the run ends before';
}

export const fractionWords = (measured: Measured | null): string =>
  measured ? `${Number((100 * measured.fraction).toPrecision(3))} % of ${formatCount(measured.seeds)} seeds` : 'not measured yet';

/** Measured over predicted; null where one of them is missing. */
export function ratioWords({ recoveryTime }: Prediction, measured: Measured | null): string | null {
  if (!recoveryTime || !measured?.median) return null;
  return `Measured over predicted: ${(measured.median / recoveryTime).toPrecision(2)}.`;
}

const regimes: Readonly<Record<NonNullable<Prediction['regime']>, string>> = {
  'population flow': 'steps so small that noise averages out: the overlaps follow gradient flow on the population risk',
  'Saad–Solla': 'signal and noise of one size: the classical one-pass equations',
  'noise-dominated': 'the noise of the gradient moves the weights more than the signal',
  discrete: 'a learning rate that does not shrink with d: the limit is a map from step to step, not an equation',
};

export const regimeWords = (regime: NonNullable<Prediction['regime']>): string => regimes[regime];

const vanishes = (x: number): boolean => Math.abs(x) < 5e-4;

/** How a time of order d^x grows. */
const timeWords = (x: number): string => (vanishes(x) ? 'T does not grow with d' : `T grows as d^${exponentWords(x)}`);

/** T ~ d^θ here, and how it could be. */
export function thetaWords(prediction: Prediction): string {
  const { theta, bestTheta, mu } = prediction;
  if (theta === null) return whyNot(prediction, 'theta');
  const best = bestTheta !== null && bestTheta < theta - 1e-9 ? `; with the best learning rate for n = d^${mu.toFixed(2)}: ${timeWords(bestTheta)}` : '';
  return `${timeWords(theta)}${best}`;
}

export function batchWords(prediction: Prediction): string {
  const { bestBatch, thetaAtBestBatch } = prediction;
  if (bestBatch === null || thetaAtBestBatch === null) return whyNot(prediction, 'bestBatch');
  return `n ≈ ${bestBatch < 1e7 ? formatCount(bestBatch) : formatTick(Number(bestBatch.toPrecision(3)))}: there ${timeWords(thetaAtBestBatch)}, and a larger batch shortens nothing`;
}

export function rateWords(prediction: Prediction, { training }: Experiment): string {
  const { maximalLearningRate: most, leastDelta } = prediction;
  if (most === null) return whyNot(prediction, 'maximalLearningRate');
  const asymptotic = leastDelta === null ? '' : `; from a random start, as d grows, ${vanishes(leastDelta) ? 'a constant' : `of order d^${exponentWords(-leastDelta)}`}`;
  return `${formatValue(most)}, and γ is ${formatValue(training.learningRate)}${asymptotic}`;
}

/** ℓ, and the order that the activation feels where that is another. */
export function orderWords({ informationExponent, feltExponent, leapIndex }: Prediction): string {
  if (informationExponent === null) return 'not known';
  const felt = feltExponent === informationExponent ? '' : feltExponent === null ? ', which the activation does not feel' : `, felt by the activation at order ${feltExponent}`;
  const leap = leapIndex !== null && leapIndex !== informationExponent ? `; leap index ${leapIndex}` : '';
  return `${informationExponent}${felt}${leap}`;
}
