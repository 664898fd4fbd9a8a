// The points of a study for a file, and the study itself, which computes them once more.

import { asWritten } from '../../src/experiment/written.ts';
import { protocols, type Seeds } from '../../src/run/scaling/points.ts';
import { studyOf } from '../../src/run/scaling/study.ts';
import { stemOf, type Cell, type FigureData } from '../export/figure.ts';
import type { Study } from './studies.ts';
import { isFound } from './words.ts';

const columns = ['target', 'protocol', 'dimension', 'batch', 'overlap', 'overlap_sem', 'overlap_squared', 'overlap_squared_sem', 'by_chance', 'predicted_slope'];

/** A row for each target, protocol and dimension. `studies` have a plan each; what is not computed yet has no row. */
export function dataOf(studies: readonly Study[], dimensions: readonly number[], seeds: Seeds): FigureData {
  const experiments = studies.map(({ plan }) => asWritten(plan!.experiment));
  return {
    stem: stemOf('scaling', `d${dimensions.join('-')}`, `seeds${seeds[0] === 1 ? '' : `${seeds[0]}-`}${seeds[1]}`),
    of: 'study',
    document: { dimensions, seeds, experiments },
    engine: 'matrix-free',
    columns,
    rows: studies.flatMap(({ plan, points }) => {
      const { experiment } = plan!;
      return protocols.flatMap((protocol) =>
        points.map(({ dimension, batch, overlaps, nothing }): Cell[] => {
          const { mean, sem, square } = overlaps[protocol].focus;
          return [experiment.target.link, protocol, dimension, batch, mean, sem, square.mean, square.sem, nothing, isFound(plan!, protocol) ? 0 : -0.5];
        }));
    }),
    json: { study: { dimensions, seeds, experiments }, engine: 'matrix-free', studies: studies.flatMap(({ plan, points }) => (points.length > 0 ? [studyOf(plan!, seeds, points)] : [])) },
  };
}
