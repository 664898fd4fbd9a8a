// `plateau predict`: what theory says of an experiment, before anything is run.

import { parseExperiment } from '../experiment/experiment.ts';
import { isFlow } from '../experiment/flow.ts';
import { applySetting } from '../experiment/settings.ts';
import { jsonText } from '../run/result.ts';
import { predict } from '../theory/predictions/predict.ts';
import { figure, type Prediction } from '../theory/predictions/prediction.ts';
import { readPredictArguments } from './arguments.ts';
import { readDocument } from './document.ts';
import type { Terminal } from './terminal.ts';

export async function predictCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const { source, settings, json } = readPredictArguments(words);
  const document = await readDocument(source, terminal);
  const experiment = parseExperiment(settings.reduce(applySetting, document));
  if (isFlow(experiment)) {
    await (await import('./predict-flow.ts')).predictFlow(experiment, json, terminal);
    return 0;
  }
  const prediction = predict(experiment);
  await terminal.out(`${json ? [...jsonText(prediction)].join('') : describe(prediction, experiment.training.learningRate)}\n`);
  return 0;
}

/** A line for each answer, aligned, then the warnings and caveats. */
function describe(prediction: Prediction, gamma: number): string {
  const lines: [string, string | null][] = [
    ['target', exponents(prediction)],
    ['scales', `n = d^${figure(prediction.mu)}, γ = ${prediction.delta === null ? '0' : `d^${figure(-prediction.delta)}`}`],
    ['regime', prediction.regime && `${prediction.regime}; ${prediction.continuousLimit ? 'a differential equation' : 'no differential equation'} as d → ∞`],
    ['learnable', learnable(prediction, gamma)],
    ['recovery', recovery(prediction)],
    ['scaling', scaling(prediction)],
    ['best batch', batch(prediction)],
    ['constants', constants(prediction)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const wide = (name: string, text: string): string => `${name.padEnd(width)}  ${text}`;
  return [
    ...lines.flatMap(([name, text]) => (text === null ? [] : [wide(name, text)])),
    ...prediction.warnings.map((sentence) => wide('warning', sentence)),
    ...prediction.caveats.map((sentence) => wide('caveat', sentence)),
  ].join('\n');
}

function exponents({ informationExponent: ell, feltExponent: felt, leapIndex }: Prediction): string {
  if (ell === null) return 'information exponent not known';
  const leap = leapIndex === null || leapIndex === ell ? '' : `, leap index ${leapIndex}`;
  return `information exponent ${ell}${felt === ell ? '' : felt === null ? ', felt at no order' : `, felt at order ${felt}`}${leap}`;
}

function learnable({ learnable, maximalLearningRate: largest, leastDelta, unknown }: Prediction, gamma: number): string {
  if (learnable === null) return `not known: ${unknown.learnable ?? 'see the caveats'}`;
  const begins = learnable ? 'yes' : 'no';
  const limit = leastDelta === null ? '' : ` (as d → ∞: γ ≤ d^${figure(-leastDelta)})`;
  if (largest === null) return `${begins}${unknown.maximalLearningRate === undefined ? '' : `: ${unknown.maximalLearningRate}`}${limit}`;
  return `${begins}: growth stops at γ = ${figure(largest)}, and γ = ${figure(gamma)}${limit}`;
}

function recovery({ recoveryTime: time, recoveryTimeWithNoise: noisy, startingOverlap: m0, unknown }: Prediction): string | null {
  if (time === null) return unknown.recoveryTime === undefined ? null : `not known: ${unknown.recoveryTime}`;
  return `about ${figure(time)} steps${noisy === null ? '' : `, ${figure(noisy)} with what noise costs one neuron,`} from overlap ${figure(m0 ?? 0)} to max |M| = 0.3`;
}

function scaling({ theta, bestTheta }: Prediction): string | null {
  if (bestTheta === null) return null;
  return `${theta === null ? '' : `T ~ d^${figure(theta)} at this γ; `}T ~ d^${figure(bestTheta)} at the best γ for this batch`;
}

function batch({ bestBatch, thetaAtBestBatch, sampleExponent }: Prediction): string | null {
  if (bestBatch === null) return null;
  return `n = ${bestBatch < 1e7 ? bestBatch : figure(bestBatch)}, with T ~ d^${figure(thetaAtBestBatch ?? 0)}; at this batch n T ~ d^${figure(sampleExponent ?? 0)} samples at the best`;
}

function constants({ constants }: Prediction): string | null {
  if (constants === null) return null;
  const { drift, selfAlignment: s, I4, weight } = constants;
  return `drift c = ${figure(drift)}, self-alignment s = ${s === null ? 'not known' : figure(s)}, noise I4(0) = ${I4 === null ? 'not known' : figure(I4)}, weight α = ${figure(weight)}`;
}
