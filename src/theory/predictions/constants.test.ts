// The constants against section 7's of theory/online.md, against the slopes of the population risk, which knows nothing of
// Hermite coefficients here, and against brute-force quadrature.

import { expect, test } from 'vitest';
import { parseExperiment, type ExperimentDocument } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { gaussHermite } from '../../math/quadrature.ts';
import { populationRisk } from '../risk.ts';
import { firstOrder, firstOrders, localConstants } from './constants.ts';
import { neuronAverages } from './neuron.ts';

interface Network {
  link: string;
  activation: string;
  k?: number;
  p?: number;
  training?: Partial<ExperimentDocument['training']>;
  student?: Partial<ExperimentDocument['student']>;
  target?: Partial<ExperimentDocument['target']>;
}

function experimentOf({ link, activation, k = 1, p = 1, training, student, target }: Network) {
  return parseExperiment({
    target: { link, directions: k, ...target },
    student: { width: p, activation, ...student },
    data: { dimension: 100 },
    training: { batch: 1, learningRate: 1, steps: 1, ...training },
  });
}

function constantsOf(network: Network, order: number) {
  const experiment = experimentOf(network);
  return localConstants(experiment, order, firstOrders(experiment)!, neuronAverages(network.activation)!)!;
}

// Section 7: c = l·l!, s = l·l!, I4 under the correlation loss l²(l−1)!l!; under the square one 48 and 3456.
test.each([
  [2, 4, 8, 48],
  [3, 18, 108, 3456],
  [4, 96, 2304, null],
])('He%d neurons on their own target have the constants of section 7', (l, c, correlation, square) => {
  const network: Network = { link: `He${l}(z1)`, activation: `He${l}(x)` };
  const mse = constantsOf(network, l);
  expect(mse.drift).toBeCloseTo(c, 10);
  expect(mse.self).toBeCloseTo(c, 10);
  if (square !== null) expect(mse.I4).toBeCloseTo(square, 8);
  const corr = constantsOf({ ...network, training: { loss: 'correlation' } }, l);
  expect([corr.drift, corr.self]).toEqual([mse.drift, 0]);
  expect(corr.I4).toBeCloseTo(correlation, 8);
  expect(constantsOf({ ...network, training: { constraint: 'spherical' } }, l).self).toBe(0);
});

test('committees have 1/k of the drift along each axis, and 1/p, 1/√p or 1 by the scaling', () => {
  const committee: Network = { link: '(He3(z1) + He3(z2))/2', activation: 'He3(x)', k: 2, p: 4 };
  const mean = constantsOf(committee, 3);
  expect(mean.drift).toBeCloseTo(18 / 4 / 2, 10);
  expect(mean.self).toBeCloseTo(18 / 16, 10);
  expect(mean.directions.map((v) => v.map((x) => x.toFixed(6)).join(' ')).toSorted()).toEqual(['0.000000 1.000000', '1.000000 0.000000']);
  expect(constantsOf({ ...committee, student: { scaling: 'sqrt' } }, 3).drift).toBeCloseTo(18 / 2 / 2, 10);
  expect(constantsOf({ ...committee, student: { scaling: 'sum' } }, 3).drift).toBeCloseTo(18 / 2, 10);
  expect(constantsOf({ ...committee, student: { readout: [1, -3, 2, 0] } }, 3)).toMatchObject({ weight: -0.75, neurons: [{ index: 1, side: 1 }] });
});

// E[∇³ z1 z2 z3] along v is 6 v1 v2 v3: largest at (1, 1, 1)/√3, 2/√3.
test('a product is felt along its diagonal', () => {
  const { drift, directions } = constantsOf({ link: 'z1*z2*z3', activation: 'He3(x)', k: 3 }, 3);
  expect(drift).toBeCloseTo((6 / 2) * (2 / Math.sqrt(3)), 9);
  expect(directions).toHaveLength(1);
  expect(Math.abs(directions[0][0] * directions[0][1] * directions[0][2])).toBeCloseTo(3 ** -1.5, 9);
});

// ∇_w R = Σ_r ∂R/∂M_jr w*_r + 2 ∂R/∂Q_jj w_j at M = 0, Q = I; g is minus that.
test.each<[string, Network, number]>([
  ['erf on a committee', { link: '(erf(z1) + erf(z2))/2', activation: 'erf(x/sqrt(2))', k: 2, p: 3 }, 1],
  ['relu on a target with a mean', { link: 'z1^2 + 0.3*z1', activation: 'relu(x)', p: 3, student: { scaling: 'sqrt', readout: 'alternating' } }, 1],
  ['tanh on a plane', { link: 'exp(0.3*z1)*sin(z2)', activation: 'tanh(x)', k: 2, p: 2 }, 1],
  ['squares on a quadratic form', { link: 'z1^2 - 3*z2^2 + z1*z2', activation: 'x^2', k: 2, p: 3, student: { readout: [1, -1, 0.5] } }, 2],
  ['correlated directions', { link: 'z1*z2', activation: 'x^2 + 0.2*x', k: 2, p: 2, target: { gram: [[1, 0.4], [0.4, 1]] } }, 2],
])('drift and self-alignment are slopes of the population risk: %s', (_, network, order) => {
  const experiment = experimentOf(network);
  const { drift, self, directions: [v], neurons: [{ index: j }] } = constantsOf(network, order);
  expect(firstOrder(firstOrders(experiment)!)).toBe(order);
  const [p, k] = [experiment.student.width, experiment.target.directions];
  const { risk } = populationRisk(experiment)!;
  const a = readoutVector(experiment);
  const at = (m: number, q: number): number => {
    const M = new Float64Array(p * k);
    v.forEach((overlap, r) => (M[j * k + r] = m * overlap));
    const Q = Float64Array.from({ length: p * p }, (_, i) => Number(i % (p + 1) === 0));
    Q[j * (p + 1)] = q;
    return risk(M, Q, a);
  };
  const h = 1e-4;
  expect((at(0, 1 + h) - at(0, 1 - h)) / h).toBeCloseTo(self!, 6);
  // R falls by c m^ℓ/ℓ along v, and steepest there: the same for a turned direction is less.
  const fall = order === 1 ? (at(-h, 1) - at(h, 1)) / (2 * h) : (2 * at(0, 1) - at(h, 1) - at(-h, 1)) / (h * h);
  expect(fall).toBeCloseTo(drift, 5);
});

test('I4(0) with three neurons, label noise and means is its integral', () => {
  const network: Network = { link: 'z1^2 + z1', activation: 'x^2 + 0.5*x', p: 3, student: { scaling: 'sum', readout: [1, -0.4, 0.7] }, target: { noise: 0.3 } };
  const { I4, weight, neurons } = constantsOf(network, 1);
  expect([weight, neurons[0].index]).toEqual([1, 0]);
  const { nodes, weights } = gaussHermite(8);
  const sigma = (x: number): number => x * x + 0.5 * x;
  let sum = 0;
  for (let a = 0; a < 8; a++)
    for (let b = 0; b < 8; b++)
      for (let c = 0; c < 8; c++)
        for (let z = 0; z < 8; z++) {
          const e = nodes[z] ** 2 + nodes[z] - sigma(nodes[a]) + 0.4 * sigma(nodes[b]) - 0.7 * sigma(nodes[c]);
          sum += weights[a] * weights[b] * weights[c] * weights[z] * (e * e + 0.3) * (2 * nodes[a] + 0.5) ** 2;
        }
  expect(I4).toBeCloseTo(sum, 9);
});

test('an even order draws no neuron whose weight has the other sign', () => {
  const network: Network = { link: '-He2(z1)', activation: 'x^2', p: 2 };
  expect(constantsOf(network, 2)).toBeNull();
  expect(constantsOf({ ...network, student: { readout: 'alternating' } }, 2).neurons).toEqual([{ index: 1, side: 1 }]);
  expect(constantsOf({ link: '-He3(z1)', activation: 'He3(x)', p: 2, student: { readout: 'alternating' } }, 3).neurons).toEqual([{ index: 0, side: 1 }, { index: 1, side: -1 }]);
});

test('orders that an activation does not feel are 0, and a step has no slope at all', () => {
  const orders = (activation: string): number[] => [1, 2, 3, 4].map((n) => neuronAverages(activation)!.coefficient(n));
  orders('x^2').forEach((value, i) => expect(value).toBeCloseTo([0, 2, 0, 0][i], 12));
  expect([orders('x^2')[0], orders('x^2')[3]]).toEqual([0, 0]);
  expect(orders('step(x)')).toEqual([0, 0, 0, 0]);
  // E[step He_(n−1)]: 1/2, 1/√(2π), 0, −1/√(2π).
  orders('relu(x)').forEach((value, i) => expect(value).toBeCloseTo([0.5, 0.3989422804, 0, -0.3989422804][i], 9));
});
