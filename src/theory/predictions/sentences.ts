// The predictions' warnings and caveats, in words: what will go wrong, and what the formulas leave out.

import type { Experiment } from '../../experiment/experiment.ts';
import type { NeuronAverages } from './neuron.ts';
import { figure, type Prediction } from './prediction.ts';

/** Why the phase diagram says nothing of this protocol; empty when it does. */
export function outOfReach({ training }: Experiment): string[] {
  const reasons: string[] = [];
  if (training.constraint === 'none')
    reasons.push('training.constraint: "none" leaves the rows their length, which drifts and multiplies what they learn; the phase diagram is that of rows kept at length 1. The exponents ℓ, μ and δ stand, its boundary and times do not');
  if (training.reuse !== 1)
    reasons.push(`training.reuse: ${JSON.stringify(training.reuse)} shows samples again, after which other exponents than ℓ decide: see the generative exponent. The phase diagram is that of fresh batches`);
  if (training.dataset !== null)
    reasons.push(`training.dataset: ${training.dataset} samples are seen again after an epoch; the phase diagram is that of fresh batches`);
  if (training.lookAhead !== null)
    reasons.push('training.lookAhead: the gradient is taken elsewhere than at the weights, which lets a neuron feel other orders than ℓ; the phase diagram does not cover it');
  return reasons;
}

/** What each growth-rate sentence needs beside the prediction. */
export interface RateWarning {
  readonly gamma: number;
  readonly order: number;
  /** Where the map was asked whether it grows. */
  readonly overlap: number;
  readonly self: number;
  /** ∞ when every rate learns. */
  readonly largest: number;
  /** At half the largest rate. */
  readonly timeBelow: number;
}

export function rateWarning({ gamma, order, overlap, self, largest, timeBelow }: RateWarning): string {
  const found = `training.learningRate: ${figure(gamma)}`;
  if (gamma === 0) return 'training.learningRate: 0 moves nothing';
  if (largest === 0) return `${found}: at no learning rate does the overlap come to ${figure(overlap)}: what the neurons learn together stops them before`;
  const advice = Number.isFinite(timeBelow) ? `; at half of that it would learn, in about ${figure(timeBelow)} steps` : '; below that it would learn';
  const times = `is ${figure(gamma / largest)} times the largest rate`;
  if (self * gamma >= 1)
    return `${found} ${times} that learns, ${figure(largest)}: s γ = ${figure(self * gamma)} is above 1, so that a step overturns each row by its own output, and projected rows under the square loss do not recover${advice}`;
  const what = order === 1 ? `the overlap reaches ${figure(overlap)}: it saturates below` : `an overlap of ${figure(overlap)} grows: noise wins`;
  return `${found} ${times} at which ${what}, ${figure(largest)}${advice}`;
}

/** Between 1/s and the largest rate, which is above it where the drift is as strong as s: at ℓ = 2 mostly. */
export function overturned(gamma: number, self: number): string {
  return `training.learningRate: ${figure(gamma)} times s = ${figure(self)} is ${figure(gamma * self)}, above 1: a step overturns each row by its own output. One neuron still recovers on average, several may not (x^2, p = 4, d = 256, s γ = 1.5: half of the seeds); below ${figure(1 / self)} it is safe`;
}

export function unfelt(experiment: Experiment, order: number, felt: number | null, neuron: NeuronAverages): string {
  const { activation } = experiment.student;
  const begins = `student.activation: ${activation} has no Hermite coefficient of order ${order}, at which target.link begins`;
  if (felt !== null) return `${begins}; it feels the target first at order ${felt}, which is what the numbers here are for`;
  const most = neuron.degree === null ? '' : ` (its degree is ${neuron.degree})`;
  return `${begins}, nor one of any later order of the target${most}: no overlap grows, at any learning rate`;
}

export function wrongSigns(order: number): string {
  return `student.readout: at order ${order}, an even one, a neuron grows only if its weight has the sign of the target's coefficient, and here none has: every overlap decays`;
}

/** Of the neurons in the first steps and the directions that come later. */
export function caveatsFor(experiment: Experiment, order: number, neuron: NeuronAverages, prediction: Prediction, draws: number): string[] {
  const { training, student, data: { dimension: d }, initial } = experiment;
  const { mu, constants, leapIndex, recoveryTime } = prediction;
  const selfAligned = training.loss === 'square' && training.constraint === 'projected';
  const gamma = training.learningRate;
  const caveats: string[] = [];
  const say = (when: boolean, sentence: string): void => void (when && caveats.push(sentence));
  const resonance = selfAligned && constants?.selfAlignment ? constants.selfAlignment * gamma : 0;
  say(prediction.learnable === true && resonance > 0.8 && resonance <= 1, `s γ = ${figure(resonance)} is close to 1, where the student's own output cancels the row and the drift is left alone: recovery can take a few steps only, and formulas and exponents are for smaller rates`);
  say(selfAligned && order >= 3 && mu > order / 2 && !(resonance > 0.8),
    `with batches beyond d^${order / 2} the square loss keeps θ = ${(order - 2) / 2} for generic learning rates only: near s γ = 1 shorter times were seen (p = 1, He3)`);
  say(student.width > 1 && order >= 3 && training.loss === 'square' && d <= 1024 && recoveryTime !== null && recoveryTime < 100,
    `at d = ${d} seeds differ much, and an overlap that has grown may collapse again later (d = 256, He3: half of the seeds at step 50): look at quantiles, not at one curve`);
  say(order % 2 === 1 && order > 1 && initial === 'random' && draws <= 4,
    `an odd target is felt on one side only: in one of ${2 ** draws} seeds ${draws === 1 ? 'the neuron starts' : `all ${draws} overlaps start`} on the other, and ${draws === 1 ? 'takes' : 'take'} much longer`);
  say(order >= 3 && constants !== null && constants.direction.every((overlap) => Math.abs(overlap) < 0.999),
    'the target mixes its directions at this order: rows first have to turn towards the one that grows fastest, which takes longer by a factor that does not depend on d');
  const lower = Array.from({ length: order - 1 }, (_, n) => n + 1).find((n) => neuron.coefficient(n) !== 0);
  say(lower !== undefined && student.width > 1 && training.loss === 'square',
    `the activation has a Hermite coefficient of order ${lower}, below the target's: neurons first react to each other's, in some 1/γ steps, and the constants are for neurons that are still independent`);
  say(leapIndex !== null && leapIndex > order, laterDirections(order, leapIndex ?? 0, neuron));
  say(leapIndex === null && experiment.target.directions > 1, 'the numbers are for the directions found first; whether others need more is not known here');
  say(training.loss === 'adaptive', `training.loss: "adaptive" is the correlation loss until the risk is below ${training.adaptive.share} of its initial value; the numbers are for that part`);
  say(training.secondLayer !== 'fixed', 'training.secondLayer: the readout learns too; the constants are those of its initial value, and hold while it has not moved much');
  if (typeof initial !== 'string' && prediction.startingOverlap !== null) {
    const times = prediction.startingOverlap * Math.sqrt(d);
    say(order >= 2 && times > 5, `initial: an overlap of ${figure(prediction.startingOverlap)} is ${figure(times)} times d^(-1/2); θ, the least δ and the best batch are for random starts, the times and rates for this one`);
  }
  return caveats;
}

function laterDirections(order: number, leap: number, neuron: NeuronAverages): string {
  const blind = neuron.degree !== null && neuron.degree < leap;
  const rest = blind
    ? `the activation, of degree ${neuron.degree}, does not feel that order: these are never found`
    : `that takes the θ and the least δ of an exponent of ${leap} or more`;
  return `the numbers are for the directions found first, at order ${order}; the others need a leap of ${leap}, and ${rest}`;
}
