// A study in words and numbers: what is predicted, what was measured, and whether the one is the other.

import type { Trend } from '../../src/run/scaling/fit.ts';
import type { Plan } from '../../src/run/scaling/plan.ts';
import { protocols, trendsOf, type Protocol, type Seeds } from '../../src/run/scaling/points.ts';
import { directionNames, foundBy } from '../../src/run/scaling/words.ts';
import { formatCount, joinWords } from '../chart/words.ts';
import type { TargetSeries } from './figure.ts';
import type { Study } from './studies.ts';

export const protocolNames: Readonly<Record<Protocol, string>> = { reuse: 'one batch', onePass: 'fresh batches' };

/** Standard errors at which something counts as told from nothing. */
const told = 4.5;

export const isFound = ({ focus }: Plan, protocol: Protocol): boolean => focus.foundBy === 'both' || focus.foundBy === protocol;

/** Trend of the directions in focus; null without points. */
export function trendOfFocus({ points }: Study, protocol: Protocol): Trend | null {
  return points.length > 0 ? trendsOf(points, protocol).focus : null;
}

export function seriesOf(study: Study): TargetSeries | null {
  const { plan, points } = study;
  if (!plan) return null;
  return {
    name: plan.experiment.target.link,
    series: protocols.map((protocol) => {
      const limit = trendOfFocus(study, protocol)?.limit ?? null;
      return {
        protocol,
        found: isFound(plan, protocol),
        points: points.map(({ dimension, overlaps }) => ({ dimension, mean: overlaps[protocol].focus.mean, sem: overlaps[protocol].focus.sem })),
        level: limit && limit.value > told * limit.error ? Math.sqrt(limit.value) : null,
      };
    }),
  };
}

const signed = (value: number, digits: number): string => value.toFixed(digits).replace('-', '−');

export function slopeWords(trend: Trend | null): string {
  return trend?.slope ? `${signed(trend.slope.value, 2)} ± ${signed(trend.slope.error, 2)}` : '–';
}

/** What is left as D grows: c of overlap² = c² + b/D, or the most it can be. */
export function limitWords(trend: Trend | null): string {
  const limit = trend?.limit;
  if (!limit) return '–';
  if (limit.value > told * limit.error) {
    const level = Math.sqrt(limit.value);
    return `${level.toFixed(3)} ± ${(limit.error / (2 * level)).toFixed(3)}`;
  }
  return `0, or less than ${Math.sqrt(Math.max(0, limit.value) + told * limit.error).toFixed(2)}`;
}

/** Whether measurement and prediction agree, as far as it can be told. */
export function verdictWords(trend: Trend | null, found: boolean): string {
  const limit = trend?.limit;
  if (!limit) return '';
  const levels = limit.value > told * limit.error;
  if (levels) return found ? 'as predicted: it stays' : 'it stays, against the prediction';
  return found ? 'cannot be told from chance yet: larger D or more seeds would' : 'as predicted: it vanishes';
}

/** The study in a sentence or two, for those who do not see the figure. */
export function studyWords(studies: readonly Study[]): string {
  const sentences = studies.flatMap((study) => {
    const { plan, points } = study;
    if (!plan || points.length === 0) return [];
    const last = points[points.length - 1];
    const each = protocols.map((protocol) => `${last.overlaps[protocol].focus.mean.toFixed(3)} with ${protocolNames[protocol]}`);
    return [`${plan.experiment.target.link}: overlap ${joinWords(each)} at D = ${formatCount(last.dimension)}, where chance gives ${last.nothing.toFixed(3)}.`];
  });
  return sentences.length > 0 ? `Overlap against dimension, both on logarithmic axes. ${sentences.join(' ')}` : 'Overlap against dimension: nothing is computed yet.';
}

/** What the overlaps of each target are with, where no table says so. */
export const focusWords = (plans: readonly Plan[]): string =>
  plans.map(({ experiment: { target: { link } }, focus: { directions, foundBy: by } }) => `${link}: overlap with ${directionNames(directions)}, ${foundBy[by]}.`).join(' ');

/** Who computed it, on what. */
export function captionWords(plans: readonly Plan[], [first, last]: Seeds): string {
  const settings = [...new Set(plans.map(({ experiment: { student: { width, activation }, training: { steps } }, alpha }) =>
    `${formatCount(width)} neurons ${activation}, ${steps} step${steps > 1 ? 's' : ''} on N = ${Number(alpha.toPrecision(4))} D samples`))];
  return `Mean and two standard errors over seeds ${formatCount(first)} to ${formatCount(last)}, by the engine matrix-free, exact in law at any D. ${settings.join('; ')}.`;
}
