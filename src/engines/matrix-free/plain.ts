// The oracle of the tests: gradient descent on samples that are stored, in the plainest way. It shares no code with the
// engines but the initial weights, the links and the generator.

import type { Experiment } from '../../experiment/experiment.ts';
import { outputScale, readoutVector } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { Stream } from '../../math/streams.ts';
import { parseLink, targetVariables } from '../../model/link.ts';
import { initialWeights, overlapMatrix } from '../initial.ts';

interface Data {
  readonly X: number[][];
  readonly y: number[];
}

/** M and then Q at steps 0 … T; fixed data sets, reuse, weight decay and look-ahead as the document says. */
export function plainRun(experiment: Experiment): number[][] {
  const { target, student, training, data: { dimension: d }, seed } = experiment;
  const { batch: n, dataset, learningRate: gamma, weightDecay, lookAhead, constraint, reuse } = training;
  const [p, k] = [student.width, target.directions];
  const draws = openDraws();
  draws.start(seed, Stream.data, 0);
  const start = initialWeights(experiment);
  const teacher = Array.from({ length: k }, (_, r) => [...start.target.subarray(r * d, (r + 1) * d)]);
  const W = Array.from({ length: p }, (_, j) => [...start.weights.subarray(j * d, (j + 1) * d)]);
  const link = parseLink(target.link, targetVariables(k));
  const sigma = parseLink(student.activation, ['x']);
  const slope = sigma.derivative('x');
  const [a, c] = [readoutVector(experiment), outputScale(experiment)];
  const inner = (u: number[], v: number[]) => u.reduce((sum, x, i) => sum + x * v[i], 0);

  const sample = (size: number): Data => {
    const X = Array.from({ length: size }, () => Array.from({ length: d }, () => draws.normal()));
    return { X, y: X.map((x) => link.evaluate(teacher.map((t) => inner(t, x))) + Math.sqrt(target.noise) * draws.normal()) };
  };
  const all = dataset === null ? null : sample(dataset);
  let batch: Data | null = null;
  let visit = -1;

  const responses = (h: number[], y: number) => {
    const f = c * h.reduce((sum, x, j) => sum + a[j] * sigma.evaluate([x]), 0);
    return h.map((x, j) => c * a[j] * slope.evaluate([x]) * (training.loss === 'square' ? y - f : y));
  };
  const gradient = ({ X, y }: Data) => {
    const G = W.map((row) => row.map((w) => -weightDecay * w));
    X.forEach((x, u) => {
      let h = W.map((row) => inner(row, x));
      const r = responses(h, y[u]);
      if (lookAhead?.kind === 'sample') h = h.map((value, j) => value + lookAhead.rho * r[j] * inner(x, x));
      responses(h, y[u]).forEach((value, j) => x.forEach((entry, i) => (G[j][i] += (value * entry) / X.length)));
    });
    return G;
  };
  const record = () => {
    const flat = Float64Array.from(W.flat());
    return [...overlapMatrix(flat, start.target, p, k, d), ...overlapMatrix(flat, flat, p, p, d)];
  };

  const seen = [record()];
  for (let step = 0; step < training.steps; step++) {
    const wanted = reuse === 'all' ? 0 : Math.floor(step / (lookAhead?.kind === 'two-step' ? 2 * reuse : reuse));
    if (wanted !== visit) {
      visit = wanted;
      if (all === null) batch = sample(n);
      else {
        const from = (visit % Math.ceil(all.y.length / n)) * n;
        batch = { X: all.X.slice(from, from + n), y: all.y.slice(from, from + n) };
      }
    }
    gradient(batch!).forEach((g, j) => {
      const w = W[j];
      const radial = constraint === 'spherical' ? inner(g, w) / inner(w, w) : 0;
      for (let i = 0; i < d; i++) w[i] += gamma * (g[i] - radial * w[i]);
      if (constraint === 'none') return;
      const norm = Math.sqrt(inner(w, w));
      for (let i = 0; i < d; i++) w[i] /= norm;
    });
    seen.push(record());
  }
  return seen;
}
