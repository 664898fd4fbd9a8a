// What the tests of the closure compare: moments over seeds of its chain and of the exact one.

import { parseExperiment, type Experiment } from '../../experiment/experiment.ts';
import { fieldAverages } from '../../theory/averages.ts';
import { reducedChain } from '../reduced/chain.ts';
import { riskFor } from '../risk.ts';
import { gaussianSums } from './sums.ts';

export interface Case {
  readonly activation: string;
  readonly p: number;
  readonly n: number;
  readonly loss?: 'square' | 'correlation';
  readonly noise?: number;
  readonly gamma?: number;
}

export function experimentOf({ activation, p, n, loss = 'square', noise = 0, gamma = 0.1 }: Case): Experiment {
  return parseExperiment({
    target: { link: activation.replaceAll('x', 'z1'), noise },
    student: { width: p, activation },
    data: { dimension: 256 },
    initial: { overlap: 0.2 },
    training: { batch: n, learningRate: gamma, steps: 4, loss },
    engine: 'closure',
  });
}

export class Moments {
  count = 0;
  readonly sums = new Float64Array(4);
  add(x: number): void {
    this.count++;
    for (let power = 0, y = x; power < 4; power++, y *= x) this.sums[power] += y;
  }
  get mean(): number {
    return this.sums[0] / this.count;
  }
  get variance(): number {
    return this.sums[1] / this.count - this.mean ** 2;
  }
  /** Standard error of the variance, from the fourth central moment. */
  get varianceError(): number {
    const [m, s] = [this.mean, this.sums.map((sum) => sum / this.count)];
    const fourth = s[3] - 4 * m * s[2] + 6 * m * m * s[1] - 3 * m ** 4;
    return Math.sqrt(Math.max(0, fourth - this.variance ** 2) / this.count);
  }
}

/** The largest |z| of (M, Q) over the steps: means over `seeds` of the closure against those of `reduced`, where they vary. */
export function largestDeviation(experiment: Experiment, seeds: number): { z: number; at: string } {
  const { student: { width: p }, target: { directions: k }, training: { steps } } = experiment;
  const entries = p * k + p * p;
  const [limit, exact] = [gaussianSums(experiment, fieldAverages(experiment)!), undefined].map((sums, c) => {
    const chain = reducedChain(experiment, riskFor(experiment), sums);
    const moments = Array.from({ length: steps * entries }, () => new Moments());
    for (let seed = 1; seed <= seeds; seed++) {
      chain.start(seed + c * seeds);
      for (let t = 0; t < steps; t++) {
        while (!chain.work());
        chain.save().state.forEach((x, i) => moments[t * entries + i].add(x));
      }
    }
    return moments;
  });
  let worst = { z: 0, at: '' };
  limit.forEach((a, i) => {
    const b = exact[i];
    if (b.variance < 1e-20) return;
    const z = Math.abs(a.mean - b.mean) / Math.sqrt((a.variance + b.variance) / seeds);
    if (!(z <= worst.z)) worst = { z, at: `step ${Math.floor(i / entries) + 1}, entry ${i % entries}` };
  });
  return worst;
}
