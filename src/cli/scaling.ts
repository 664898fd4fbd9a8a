// `plateau scaling`: overlap after a few steps against the dimension, on one batch and on fresh ones, beside what the
// exponents of the target predict.

import type { Fitted, Overlap, Trend } from '../run/scaling/fit.ts';
import { planOf, type Plan } from '../run/scaling/plan.ts';
import { protocols, type Point, type Protocol, type Seeds } from '../run/scaling/points.ts';
import { jsonText } from '../run/result.ts';
import { scaling } from '../run/scaling/scaling.ts';
import type { Study } from '../run/scaling/study.ts';
import { directionNames, foundBy } from '../run/scaling/words.ts';
import { isPlainObject } from '../experiment/issues.ts';
import { applySetting } from '../experiment/settings.ts';
import { readScalingArguments } from './arguments.ts';
import { readDocument } from './document.ts';
import { Refused, type Terminal } from './terminal.ts';

const names: Record<Protocol, string> = { reuse: 'one batch', onePass: 'fresh batches' };

export async function scalingCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const { source, settings, json, dimensions, seeds } = readScalingArguments(words);
  const document = settings.reduce(applySetting, await readDocument(source, terminal));
  if (!isPlainObject(document)) throw new Refused('the experiment: a study of scaling takes a JSON object');
  const plan = planOf(document);
  const { signal } = terminal;
  const study = await scaling(plan, dimensions, seeds, {
    signal,
    onSeed: (dimension, done) => terminal.status(`D = ${dimension}: ${done} of ${seeds[1] - seeds[0] + 1} seeds`),
    ...(!json && { onPoint: (point) => void terminal.out(point.dimension === dimensions[0] ? heading(plan, seeds) + row(point) : row(point)) }),
  });
  await terminal.out(json ? `${[...jsonText(study)].join('')}\n` : conclusion(study));
  return 0;
}

function heading({ experiment: { target, training }, alpha, informationExponent, generativeExponent, focus }: Plan, [first, last]: Seeds): string {
  const exponent = ({ value, undecided }: Plan['informationExponent']): string => (undecided ? 'undecided' : String(value ?? 'none'));
  return [
    `target    ${target.link}`,
    `          information exponent ${exponent(informationExponent)}, generative exponent ${exponent(generativeExponent)}`,
    `protocol  ${training.steps} step${training.steps > 1 ? 's' : ''} on N = ${short(alpha)} D samples, seeds ${first}..${last}; engine matrix-free, exact in law`,
    `overlap   with ${directionNames(focus.directions)}, ${foundBy[focus.foundBy]}: mean ± standard error; by chance √(p/D)`,
    '',
    `${'D'.padStart(9)}  ${'one batch'.padEnd(17)}  ${'fresh batches'.padEnd(17)}  by chance`,
    '',
  ].join('\n');
}

function row({ dimension, overlaps, nothing }: Point): string {
  const overlap = ({ mean, sem }: Overlap): string => `${mean.toFixed(4)} ± ${sem.toFixed(4)}`.padEnd(17);
  return `${String(dimension).padStart(9)}  ${overlap(overlaps.reuse.focus)}  ${overlap(overlaps.onePass.focus)}  ${nothing.toFixed(4)}\n`;
}

/** Predicted and measured: of the directions in focus, then of all that is found and of all that is not. */
function conclusion({ predicted, trends, focus, experiment: { target: { directions: k } } }: Study): string {
  const lines = protocols.flatMap((protocol) => {
    const { found, rest, focus: seen } = trends[protocol];
    const { directions, caveat } = predicted[protocol];
    const isFound = focus.foundBy === 'both' || focus.foundBy === protocol;
    return [
      '',
      `${names[protocol]}: by theory ${directions.length} of ${k} direction${k > 1 ? 's are' : ' is'} found in this number of steps, however large D`,
      `  of the above     ${trendWords(seen)}; predicted: ${isFound ? present : absent}`,
      ...(found && k > 1 ? [`  what is found    ${trendWords(found)}; predicted: ${present}`] : []),
      ...(rest && k > 1 ? [`  what is not      ${trendWords(rest)}; predicted: ${absent}`] : []),
      ...(caveat === null ? [] : [`  there may be more: ${caveat}`]),
    ];
  });
  return `${lines.join('\n')}\n\nslope: of log(overlap) against log D; c²: of overlap² = c² + b/D, where large D leave something.\n`;
}

const [present, absent] = ['0, c² > 0', '−1/2, c² = 0'];

function trendWords({ slope, limit }: Trend): string {
  if (slope === null || limit === null) return 'a slope needs two dimensions';
  return `slope ${fitted(slope, 3)}, c² = ${fitted(limit, 5)}`;
}

const fitted = ({ value, error }: Fitted, digits: number): string => `${value.toFixed(digits)} ± ${error.toFixed(digits)}`.replace('-', '−');
const short = (x: number): string => String(Number(x.toPrecision(4)));
