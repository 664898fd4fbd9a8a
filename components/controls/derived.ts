// What follows from the settings and says more than they do: exponents, effective rate, memory of one step.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { formatCount, formatValue } from '../chart/words.ts';

/** μ in n = d^μ. */
const batchExponent = (n: number, d: number): number => Math.log(n) / Math.log(d);

/** δ in γ = d^−δ. */
const rateExponent = (gamma: number, d: number): number => -Math.log(gamma) / Math.log(d);

export function derivedWords({ data, training, student }: Experiment): string[] {
  const d = data.dimension;
  const words = [`n = d^${batchExponent(training.batch, d).toFixed(2)}`];
  if (training.learningRate > 0) words.push(`γ = d^${formatValue(-rateExponent(training.learningRate, d)).replace('-', '−')}`);
  words.push(`γ/p = ${formatValue(training.learningRate / student.width)}`);
  const batches = training.reuse === 'all' ? 1 : Math.ceil(training.steps / training.reuse);
  words.push(`${formatCount(training.batch * batches)} samples in all`);
  return words;
}
