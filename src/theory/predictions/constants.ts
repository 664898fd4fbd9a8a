// The constants of the first steps, from the experiment's own target and activation (theory/online.md section 7, there
// for σ = h* = He_ℓ): drift c, self-alignment s and noise I4(0), at M = 0 and Q = I.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix, outputScale, readoutVector } from '../../experiment/quantities.ts';
import { factorial } from '../../math/hermite.ts';
import { cholesky } from '../../math/linalg.ts';
import { parseLink, targetVariables } from '../../model/link.ts';
import type { TargetMoments } from '../polynomial-target.ts';
import { targetMoments } from '../target.ts';
import { type Extremum, extremum, hermiteTensor } from './direction.ts';
import { MOST_ORDERS, type NeuronAverages } from './neuron.ts';

/** Of the neuron that feels the target most: those with other weights in the output feel it less. */
export interface LocalConstants {
  /** c in dm = γ c m^(ℓ−1): α E[σ′ He_(ℓ−1)] C[v^ℓ] / (ℓ−1)!, with α the neuron's weight in f. Section 7: ℓ·ℓ!(a/p)(1/k). */
  readonly drift: number;
  /** s: a row is multiplied by 1 − sγ a step. Section 7: ℓ·ℓ!(a/p)². Null where quadrature does not give it. */
  readonly self: number | null;
  /** I4(0) = E[e² σ′²], e = y − f (square) or y. Section 7: 8 and 108, 48 and 3456. */
  readonly I4: number | null;
  /** α = (scale of f) · a_j. */
  readonly weight: number;
  /** r: what the others have learnt of a linear part takes γ r m off the drift; 0 unless ℓ = 1 and the loss is square. */
  readonly shared: number;
  /** Overlaps with w*_1 … w*_k of the unit vectors v of span(W*) towards which rows grow at this rate. */
  readonly directions: readonly (readonly number[])[];
  /** The neurons that grow at this rate; on side −1, which only odd orders have, towards −v. */
  readonly neurons: readonly { readonly index: number; readonly side: 1 | -1 }[];
}

/** The target's moments and frame, as the predictions need them; null where quadrature does not reach it. */
export interface FirstOrders {
  readonly moments: TargetMoments;
  /** Lower, L Lᵀ = P. */
  readonly frame: Float64Array;
}

export function firstOrders(experiment: Experiment): FirstOrders | null {
  const { target } = experiment;
  const moments = targetMoments(parseLink(target.link, targetVariables(target.directions)), target.gram);
  const frame = cholesky(gramMatrix(experiment), target.directions);
  return moments && frame && { moments, frame };
}

/** The least order at which E[∇^n h*] does not vanish and `felt` is true; null when there is none up to MOST_ORDERS. */
export function firstOrder({ moments, frame }: FirstOrders, felt: (order: number) => boolean = () => true): number | null {
  for (let order = 1; order <= MOST_ORDERS; order++) {
    if (!felt(order)) continue;
    const tensor = hermiteTensor(moments, order, frame);
    if (extremum(tensor, 1) ?? extremum(tensor, -1)) return order;
  }
  return null;
}

/** Null when no neuron grows: an even order draws only neurons whose weight has the sign of the target's coefficient. */
export function localConstants(experiment: Experiment, order: number, { moments, frame }: FirstOrders, neuron: NeuronAverages): LocalConstants | null {
  const tensor = hermiteTensor(moments, order, frame);
  const [up, down] = [extremum(tensor, 1), extremum(tensor, -1)];
  const scale = outputScale(experiment);
  const weights = [...readoutVector(experiment)].map((a) => scale * a);
  const felt = neuron.coefficient(order) / factorial(order - 1);
  const towards = (weight: number): { rate: number; to: Extremum | null } => {
    const to = weight * felt > 0 ? up : down;
    return { rate: to === null ? 0 : weight * felt * to.value, to };
  };
  const rates = weights.map((weight) => towards(weight).rate);
  const drift = Math.max(...rates);
  if (!(drift > 0)) return null;
  const first = rates.findIndex((rate) => rate > (1 - 1e-9) * drift);
  const weight = weights[first];
  const neurons = rates.flatMap((rate, index) => {
    const side = weight * weights[index] < 0 ? (-1 as const) : (1 as const);
    return rate > (1 - 1e-9) * drift && (side === 1 || order % 2 === 1) ? [{ index, side }] : [];
  });
  return {
    drift,
    ...noiseAndSelf(experiment, moments, neuron, weights, first),
    weight,
    shared: order === 1 && feelsItself(experiment) ? sharedPull(weights, first) * neuron.coefficient(1) ** 2 : 0,
    directions: towards(weight).to!.directions.map((v) => overlapsOf(v, frame)),
    neurons,
  };
}

/** Whether e contains −f at the beginning: the adaptive loss starts as the correlation loss. */
export function feelsItself({ training }: Experiment): boolean {
  return training.loss === 'square';
}

/** Σ_l α_l² over the others: near M = 0 their overlaps are as their weights, m_l = (α_l/α_j) m_j. */
function sharedPull(weights: readonly number[], j: number): number {
  return weights.reduce((sum, weight, l) => (l === j ? sum : sum + weight * weight), 0);
}

/** s and I4(0) of neuron j among independent others: f = α_j σ(λ_j) + F with F of mean and second moment below. */
function noiseAndSelf(
  experiment: Experiment,
  moments: TargetMoments,
  neuron: NeuronAverages,
  weights: readonly number[],
  j: number,
): Pick<LocalConstants, 'self' | 'I4'> {
  const { constraint, weightDecay } = experiment.training;
  // u_2 = E[σ′ λ]: a mean of e pulls every row along itself.
  const radial = neuron.coefficient(2);
  const label = moments.second + experiment.target.noise;
  if (!feelsItself(experiment))
    return { self: weightDecay + (constraint === 'spherical' ? 0 : 0 - weights[j] * moments.mean * radial), I4: label * neuron.slope };
  let [mean, second] = [0, 0];
  weights.forEach((weight, l) => {
    if (l === j) return;
    mean += weight * neuron.mean;
    second += weight * weight * (neuron.second - neuron.mean ** 2);
  });
  second += mean * mean;
  const a = weights[j];
  const pull = a * (a * neuron.selfPull + (mean - moments.mean) * radial);
  const output = a * a * neuron.quartic + 2 * a * mean * neuron.skew + second * neuron.slope;
  const I4 = label * neuron.slope - 2 * moments.mean * (a * neuron.skew + mean * neuron.slope) + output;
  return {
    self: known(constraint === 'spherical' ? weightDecay : weightDecay + pull),
    I4: known(I4),
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** L v. */
function overlapsOf(v: Float64Array, L: Float64Array): number[] {
  const k = v.length;
  return Array.from(v, (_, r) => v.reduce((sum, x, s) => sum + L[r * k + s] * x, 0));
}
