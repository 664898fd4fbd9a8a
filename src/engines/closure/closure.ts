// The engine `closure`: the reduced chain with batch means replaced by their Gaussian limit. Its error falls as 1/n, its cost
// depends on neither n nor d; where residuals are heavy-tailed, a small batch is far from its limit and is refused.

import type { Experiment } from '../../experiment/experiment.ts';
import { readoutVector } from '../../experiment/quantities.ts';
import { openDraws } from '../../math/draws.ts';
import { Stream } from '../../math/streams.ts';
import { fieldAverages } from '../../theory/averages.ts';
import { initialLoss } from '../adaptive.ts';
import { Unsupported, type Engine } from '../engine.ts';
import { reducedChain } from '../reduced/chain.ts';
import { initialOverlaps } from '../reduced/initial.ts';
import { frameOf, targetFrame } from '../reduced/overlaps.ts';
import { openChain, type ReducedOptions } from '../reduced/reduced.ts';
import { riskFor } from '../risk.ts';
import { gaussianSums, type GaussianSums } from './sums.ts';

export async function openClosure(experiment: Experiment, options: ReducedOptions = {}): Promise<Engine> {
  const averages = fieldAverages(experiment);
  if (!averages) throw noMeans();
  const sums = gaussianSums(experiment, averages);
  const chain = reducedChain(experiment, riskFor(experiment), sums);
  if (chain.riskKind !== 'population') throw noMeans();
  return openChain(chain, experiment.seed, options, measureTails(experiment, sums));
}

function noMeans(): Unsupported {
  return new Unsupported('engine: found "closure"; it needs the means of the gradient over the fields, and neither a closed form nor quadrature gives them for this target.link and student.activation; "reduced" draws them');
}

/** Kurtosis over n, the excess kurtosis of a batch mean of residuals: refused above, spoken of above. */
const REFUSED = 5;
const SPOKEN_OF = 0.1;

/**
 * What is left of the residuals' tails in a batch mean, at the initial condition. Two things tell: κ/n, the kurtosis of a
 * residual over the batch, and with it the relative fluctuation that the step gives |w|², γ² (d/n) E R² √(κ/n). A normal
 * law for what must be positive fails where that fluctuation is of order 1.
 */
function measureTails(experiment: Experiment, sums: GaussianSums): string | undefined {
  const { student: { width: p }, target: { directions: k }, data: { dimension: d }, training: { batch: n, learningRate: gamma } } = experiment;
  const r = p + k;
  const L = targetFrame(experiment);
  frameOf(initialOverlaps(experiment), L, new Float64Array(r * r), p, k);
  const draws = openDraws();
  draws.start(experiment.seed, Stream.overlaps, 1);
  sums.begin({ L, readout: readoutVector(experiment), square: initialLoss(experiment).square, learn: true, draws });
  sums.more();
  const kurtosis = sums.kurtosis();
  let noise = 0;
  for (let j = 0; j < p; j++) noise = Math.max(noise, gamma * gamma * Math.max(0, d - r) * sums.scatter[j * p + j]);
  const tails = kurtosis / n;
  const least = Math.ceil(Math.max(kurtosis / REFUSED, n * Math.cbrt(noise * noise * tails)));
  if (tails > REFUSED || noise * Math.sqrt(tails) > 1)
    throw new Unsupported(`training.batch: found ${n}; the residuals of this target and activation have kurtosis ${kurtosis.toPrecision(2)}, and means over so few of them are not normal, which "closure" takes them to be; allowed here: about ${least.toPrecision(2)} samples or more, or the engine "reduced", which is exact`);
  return tails > SPOKEN_OF
    ? `The residuals have kurtosis ${kurtosis.toPrecision(2)}: batches of ${n} are some way from their Gaussian limit, and quantiles from "closure" differ from those of "reduced".`
    : undefined;
}
