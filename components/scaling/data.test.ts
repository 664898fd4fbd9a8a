// A study as files: its points, and the document that the command line prints too.

import { expect, test } from 'vitest';
import { parseExperiment, type ExperimentDocument } from '../../src/experiment/experiment.ts';
import { planOf } from '../../src/run/scaling/plan.ts';
import type { Overlap } from '../../src/run/scaling/fit.ts';
import type { Point } from '../../src/run/scaling/points.ts';
import type { Study as StudyDocument } from '../../src/run/scaling/study.ts';
import { csvOfFigure, jsonOfFigure } from '../export/save-figure.ts';
import { dataOf } from './data.ts';
import { dimensionsOf, documentsOf, seedsOf } from './documents.ts';

const overlap = (mean: number): Overlap => ({ mean, sem: 0.01, square: { mean: mean ** 2, sem: 0.02 } });

function pointOf(dimension: number): Point {
  const side = (mean: number) => ({ all: overlap(mean), focus: overlap(mean), directions: [], found: null, each: [], rest: null });
  return { dimension, batch: 4 * dimension, nothing: 2 / Math.sqrt(dimension), overlaps: { reuse: side(0.5), onePass: side(0.25) } };
}

const studies = documentsOf('max(z1, z1) + He3(z2); z1*z2').map((document, i) => ({ document, plan: planOf(document), points: i === 0 ? [pointOf(100), pointOf(400)] : [], error: null }));
const data = dataOf(studies, [100, 400], [1, 32]);

test('a row for each target, protocol and dimension that is computed, and what computes them', () => {
  const lines = csvOfFigure(data).trimEnd().split('\n');
  expect(lines[1]).toBe('# engine: matrix-free');
  expect(lines.slice(2)).toEqual([
    'target,protocol,dimension,batch,overlap,overlap_sem,overlap_squared,overlap_squared_sem,by_chance,predicted_slope',
    '"max(z1, z1) + He3(z2)",reuse,100,400,0.5,0.01,0.25,0.02,0.2,0',
    '"max(z1, z1) + He3(z2)",reuse,400,1600,0.5,0.01,0.25,0.02,0.1,0',
    '"max(z1, z1) + He3(z2)",onePass,100,400,0.25,0.01,0.0625,0.02,0.2,-0.5',
    '"max(z1, z1) + He3(z2)",onePass,400,1600,0.25,0.01,0.0625,0.02,0.1,-0.5',
  ]);
  const study = JSON.parse(lines[0].replace('# study: ', '')) as { dimensions: number[]; seeds: number[]; experiments: object[] };
  expect([study.dimensions, study.seeds, study.experiments.map((document) => parseExperiment(document).target.link)]).toEqual([[100, 400], [1, 32], ['max(z1, z1) + He3(z2)', 'z1*z2']]);
  expect(data.stem).toBe('plateau-scaling-d100-400-seeds32');
  expect(dataOf(studies, [100, 400], [5, 8]).stem).toBe('plateau-scaling-d100-400-seeds5-8');
});

test('the study that a file keeps is what the element takes', () => {
  const { dimensions, seeds, experiments } = (JSON.parse(jsonOfFigure(data)) as { study: { dimensions: number[]; seeds: number[]; experiments: ExperimentDocument[] } }).study;
  const again = experiments.map((document) => ({ document, plan: planOf(document), points: [], error: null }));
  expect(dataOf(again, dimensionsOf(dimensions)!, seedsOf(seeds)!).document).toEqual(data.document);
});

test('studies as the command line has them, those without points left out', () => {
  const { studies: [first, ...others] } = JSON.parse(jsonOfFigure(data)) as { studies: StudyDocument[] };
  expect(others).toEqual([]);
  expect([first.experiment.target.link, first.seeds, first.points.length, first.trends.reuse.focus.slope!.value]).toEqual(['max(z1, z1) + He3(z2)', [1, 32], 2, expect.closeTo(0, 12)]);
  expect(Object.keys(first)).toEqual(['experiment', 'alpha', 'seeds', 'informationExponent', 'generativeExponent', 'predicted', 'focus', 'points', 'trends']);
});
