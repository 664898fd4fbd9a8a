// The study as it is drawn and told, from overlaps that are known.

import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import type { Overlap } from '../../src/run/scaling/fit.ts';
import { planOf } from '../../src/run/scaling/plan.ts';
import type { Point } from '../../src/run/scaling/points.ts';
import { dimensionsOf, documentsOf, seedsOf, usual } from './documents.ts';
import { layOutScaling } from './figure.ts';
import type { Study } from './studies.ts';
import { captionWords, limitWords, seriesOf, slopeWords, studyWords, trendOfFocus, verdictWords } from './words.ts';

const overlap = (mean: number): Overlap => ({ mean, sem: 0.02 * mean, square: { mean: mean ** 2, sem: 0.04 * mean ** 2 } });

/** One batch: √(0.1² + 2/D); fresh: √(2/D). */
function pointOf(dimension: number): Point {
  const side = (square: number) => ({ all: overlap(Math.sqrt(square)), focus: overlap(Math.sqrt(square)), directions: [], found: null, each: [], rest: null });
  return { dimension, batch: 4 * dimension, nothing: Math.sqrt(4 / dimension), overlaps: { reuse: side(0.01 + 2 / dimension), onePass: side(2 / dimension) } };
}

const study: Study = { document: usual[0], plan: planOf(usual[0]), points: [1000, 4000, 16000].map(pointOf), error: null };

test('what stays and what vanishes, in words', () => {
  const [reuse, fresh] = (['reuse', 'onePass'] as const).map((protocol) => trendOfFocus(study, protocol));
  expect([slopeWords(fresh), limitWords(fresh)]).toEqual(['−0.50 ± 0.01', expect.stringMatching(/^0, or less than 0\.0\d$/)]);
  expect(limitWords(reuse)).toMatch(/^0\.100 ± 0\.0\d\d$/);
  expect([verdictWords(reuse, true), verdictWords(reuse, false)]).toEqual(['as predicted: it stays', 'it stays, against the prediction']);
  expect([verdictWords(fresh, false), verdictWords(fresh, true)]).toEqual(['as predicted: it vanishes', expect.stringContaining('cannot be told')]);
  expect([slopeWords(null), limitWords(null), verdictWords(null, true)]).toEqual(['–', '–', '']);
  expect(studyWords([study])).toContain('overlap 0.101 with one batch and 0.011 with fresh batches at D = 16,000, where chance gives 0.016.');
  expect(studyWords([{ ...study, points: [] }])).toContain('nothing is computed yet');
  expect(captionWords([study.plan!], [1, 32])).toMatch(/seeds 1 to 32, by the engine matrix-free.*4 neurons relu\(x\), 2 steps on N = 4 D samples\.$/);
});

test('lines of the predicted slope: level where it stays, as steep as chance where it does not', () => {
  const marks = layOutScaling([seriesOf(study)!], [1000, 4000, 16000], 4, 600, 340);
  const lines = marks.flatMap((mark) => (mark.kind === 'path' && mark.opacity === 0.75 ? [{ dash: mark.dash, ends: mark.d.slice(1).split('L').map((pair) => pair.split(' ').map(Number)) }] : []));
  const slope = ([[x1, y1], [x2, y2]]: number[][]): number => (y2 - y1) / (x2 - x1);
  expect(lines.map(({ dash }) => dash)).toEqual([[2, 4], [], [6, 3]]);
  const [chance, level, falling] = lines.map(({ ends }) => slope(ends));
  expect(level).toBe(0);
  expect(falling).toBeGreaterThan(0);
  expect(falling / chance).toBeCloseTo(1, 2);
  // Three filled points, three hollow ones.
  const shapes = marks.flatMap((mark) => (mark.kind === 'path' && mark.d.endsWith('z') ? [mark.fill ? 'filled' : 'hollow'] : []));
  expect(shapes.sort()).toEqual(['filled', 'filled', 'filled', 'hollow', 'hollow', 'hollow']);
  expect(() => layOutScaling([seriesOf({ ...study, points: [] })!], [1000, 4000], 4, 300, 280)).not.toThrow();
});

test('targets and dimensions as an author writes them', () => {
  expect(documentsOf(' He3(z1); z1*z2 ;').map(({ target }) => target)).toEqual([{ link: 'He3(z1)', directions: 1 }, { link: 'z1*z2', directions: 2 }]);
  for (const document of [...documentsOf('He3(z1); z1+z2*z3'), ...usual]) expect(() => parseExperiment(document)).not.toThrow();
  expect(dimensionsOf('4000, 250,1000,250')).toEqual([250, 1000, 4000]);
  expect([dimensionsOf(''), dimensionsOf('1000, many'), dimensionsOf('2.5'), dimensionsOf([])]).toEqual([null, null, null, null]);
  expect([seedsOf(32), seedsOf([5, 8]), seedsOf(1), seedsOf([8, 5]), seedsOf([1, 2, 3]), seedsOf(2.5)]).toEqual([[1, 32], [5, 8], null, null, null, null]);
});
