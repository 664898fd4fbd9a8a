import { describe, expect, test } from 'vitest';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { outputScale, readoutVector } from '../experiment/quantities.ts';
import { cholesky, flatten } from '../math/linalg.ts';
import { fillNormals } from '../math/normal.ts';
import { Stream } from '../math/streams.ts';
import { parseLink, targetVariables } from '../model/link.ts';
import { fieldAverages, type Drift } from './averages.ts';
import { quadratureAverages } from './averages/quadrature.ts';
import { jointCovariance } from './overlaps.ts';

type Rows = number[][];
interface Network {
  link: string;
  k: number;
  activation: string;
  p: number;
  gram?: Rows | null;
  noise?: number;
}

const experimentOf = ({ link, k, activation, p, gram = null, noise = 0.1 }: Network): Experiment =>
  parseExperiment({
    target: { link, directions: k, gram, noise },
    student: { width: p, activation, readout: [1, -0.6, 0.4].slice(0, p), scaling: 'sqrt' },
    data: { dimension: 100 },
    training: { batch: 10, learningRate: 0.1, steps: 1 },
  });

/** Overlaps without symmetry, norms other than 1. */
function overlaps({ k, p }: Network): { M: Float64Array; Q: Float64Array } {
  const M = [[0.5, -0.3], [0.1, 0.6], [-0.2, 0.2]].slice(0, p).map((row) => row.slice(0, k));
  const Q = [[0.9, 0.1, -0.1], [0.1, 1.4, 0.3], [-0.1, 0.3, 1.1]].slice(0, p).map((row) => row.slice(0, p));
  return { M: flatten(M), Q: flatten(Q) };
}

function averagesOf(network: Network, square = true, { M, Q } = overlaps(network)): Drift {
  const experiment = experimentOf(network);
  return fieldAverages(experiment)!.of(M, Q, readoutVector(experiment), square, true);
}

function quadratureOf(network: Network, square = true, { M, Q } = overlaps(network)): Drift {
  const experiment = experimentOf(network);
  const { link, k, activation } = network;
  return quadratureAverages(experiment, parseLink(activation, ['x']), parseLink(link, targetVariables(k))).of(M, Q, readoutVector(experiment), square, true);
}

const furthest = (a: Float64Array, b: Float64Array) => a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
const largest = (a: Float64Array) => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const skew: Rows = [[1, 0.3], [0.3, 1]];

/** By drawing: theory from none of the code above. Means and standard errors of all entries, the fields' and then the residuals'. */
function sampled(network: Network, square: boolean, samples: number): { mean: Float64Array; error: Float64Array } {
  const { k, p, gram, noise = 0.1 } = network;
  const experiment = experimentOf(network);
  const r = k + p;
  const L = cholesky(jointCovariance(overlaps(network), gram ? flatten(gram) : Float64Array.from(k === 1 ? [1] : [1, 0, 0, 1]), p, k), r)!;
  const [target, activation] = [parseLink(network.link, targetVariables(k)), parseLink(network.activation, ['x'])];
  const slope = activation.derivative('x');
  const a = readoutVector(experiment).map((value) => value * outputScale(experiment));
  const g = new Float64Array(r + 1);
  const sums = new Float64Array(p * r + p * p);
  const squares = new Float64Array(p * r + p * p);
  for (let i = 0; i < samples; i++) {
    fillNormals(g, r + 1, 7, Stream.data, 0, i);
    const fields = Float64Array.from({ length: r }, (_, row) => g.subarray(0, r).reduce((sum, x, s) => sum + L[row * r + s] * x, 0));
    let e = target.evaluate(fields) + Math.sqrt(noise) * g[r];
    if (square) for (let j = 0; j < p; j++) e -= a[j] * activation.evaluate([fields[k + j]]);
    const R = a.map((value, j) => value * slope.evaluate([fields[k + j]]) * e);
    const values = [...R].flatMap((x) => [...fields].map((phi) => x * phi)).concat([...R].flatMap((x) => [...R].map((y) => x * y)));
    values.forEach((value, at) => {
      sums[at] += value;
      squares[at] += value * value;
    });
  }
  const mean = sums.map((sum) => sum / samples);
  return { mean, error: squares.map((sum, i) => Math.sqrt((sum / samples - mean[i] ** 2) / samples)) };
}

const drawn: Network[] = [
  { link: 'z1*z2 + He3(z2)/2', k: 2, activation: 'He2(x) + 0.4*x', p: 2, gram: skew },
  { link: 'erf(z1) + 0.5*erf(z2/2) + 0.2', k: 2, activation: 'erf(0.7*x)', p: 2, gram: skew },
  { link: 'relu(z1) - abs(z2)', k: 2, activation: 'relu(x)', p: 2, gram: skew },
  { link: 'tanh(z1)', k: 1, activation: 'tanh(x)', p: 2 },
  { link: 'He3(z1)/3', k: 1, activation: 'erf(x)', p: 2 },
  { link: 'max(z1,z2)', k: 2, activation: 'relu(x - 0.3)', p: 1 },
  { link: 'sign(z1*z2)', k: 2, activation: 'tanh(2*x)', p: 1 },
];

// One fixed seed; 4.5 standard errors on some 170 entries: a correct formula has a chance of 1 in 900 to fail, once and for all.
describe.each([['square', true], ['correlation', false]] as const)('loss %s', (_, square) => {
  test.each(drawn.map((network) => [network.link, network.activation, network] as const))('%s learnt by %s: averages agree with sampling', (_, __, network) => {
    const { fields, residuals } = averagesOf(network, square);
    const { mean, error } = sampled(network, square, 20_000);
    [...fields, ...residuals!].forEach((value, i) => expect(Math.abs(value - mean[i]) / error[i], `entry ${i}`).toBeLessThan(4.5));
  });
});

test.each<Network>([
  { link: 'z1*z2 + He3(z2)', k: 2, activation: 'x^2 - 0.3*x', p: 1, gram: skew },
  { link: 'He2(z1)*z2 + z1', k: 2, activation: 'He2(x)', p: 1 },
  { link: 'He4(z1)', k: 1, activation: 'He3(x) + x^2', p: 2 },
  { link: 'erf(z1) - 2*erf(z2/3) + 0.3', k: 2, activation: '0.2 + erf(1.3*x)', p: 1, gram: skew },
])('closed forms and quadrature are the same: $link learnt by $activation', (network) => {
  for (const square of [true, false]) {
    const exact = averagesOf(network, square);
    const numeric = quadratureOf(network, square);
    expect(exact.error).toBe(0);
    expect(furthest(exact.fields, numeric.fields) / Math.max(1, largest(exact.fields))).toBeLessThan(2e-8);
    expect(furthest(exact.residuals!, numeric.residuals!) / largest(exact.residuals!)).toBeLessThan(2e-8);
    expect(Math.max(furthest(exact.fields, numeric.fields), furthest(exact.residuals!, numeric.residuals!))).toBeLessThan(numeric.error);
  }
});

// The averages over pairs on one side, over the whole frame on the other.
test.each<Network>([
  { link: 'relu(z1)', k: 1, activation: 'relu(x)', p: 2 },
  { link: 'relu(z1) + relu(z2)', k: 2, activation: 'relu(x)', p: 1 },
  { link: 'abs(z1 - 0.5)', k: 1, activation: 'relu(x + 0.4) - relu(x - 0.4)', p: 1 },
  { link: 'tanh(z1)', k: 1, activation: 'tanh(x)', p: 1 },
  { link: 'He3(z1)', k: 1, activation: 'softplus(x)', p: 1 },
])('means by pairs and by the whole frame are the same: $link learnt by $activation', (network) => {
  for (const square of [true, false]) {
    const [pairs, whole] = [averagesOf(network, square), quadratureOf(network, square)];
    expect(furthest(pairs.fields, whole.fields)).toBeLessThan(1e-8);
    expect([...pairs.fields]).not.toEqual([...whole.fields]);
  }
});

test('twins cost nothing: neurons that coincide with each other and the teacher', () => {
  const twins = { M: Float64Array.of(1, 1), Q: Float64Array.of(1, 1, 1, 1) };
  for (const [link, activation] of [['He3(z1)', 'He3(x)'], ['erf(z1)', 'erf(x)'], ['relu(z1)', 'relu(x)'], ['tanh(z1)', 'tanh(x)']]) {
    const network = { link, k: 1, activation, p: 2 };
    const [exact, numeric] = [averagesOf(network, true, twins), quadratureOf(network, true, twins)];
    expect(furthest(exact.fields, numeric.fields) / largest(exact.fields), link).toBeLessThan(1e-8);
    expect(furthest(exact.residuals!, numeric.residuals!) / largest(exact.residuals!), link).toBeLessThan(2e-8);
  }
});

test('the error that quadrature reports covers what it leaves, with folds and in many directions', () => {
  // Neurons that all but coincide, with a wide layer: the means by pairs are right to 1e-10.
  const near = { M: Float64Array.of(0.5, 0.5), Q: Float64Array.of(1, 0.995, 0.995, 1) };
  const relu = { link: 'relu(z1)', k: 1, activation: 'relu(x)', p: 2 };
  expect(furthest(averagesOf(relu, true, near).fields, quadratureOf(relu, true, near).fields)).toBeLessThan(quadratureOf(relu, true, near).error);
  const many = { link: 'relu(z1) + tanh(z2)', k: 2, activation: 'tanh(x)', p: 3 };
  const shifted = quadratureOf(many);
  expect(furthest(averagesOf(many).fields, shifted.fields)).toBeLessThan(2 * shifted.error);
  expect(shifted.error).toBeLessThan(2e-3);
});

test('what has no averages is null', () => {
  for (const [link, activation] of [['z1', 'exp(x^2)'], ['log(z1)', 'tanh(x)'], ['z1', 'log(x)']])
    expect(fieldAverages(experimentOf({ link, k: 1, activation, p: 1 })), `${link} ${activation}`).toBeNull();
});
