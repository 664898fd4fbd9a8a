// A run becomes a figure: thinned, titled, captioned.

import type { Snapshot } from '../../src/run/contract.ts';
import { captionWords } from '../simulation/status.ts';
import type { RunView } from '../simulation/view.ts';
import { decadesShown, type ScaleKind } from './axis.ts';
import { curveCount, overlapCurves, riskCurve, type Curve, type OverlapView } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import { pointsFor, thinIndices } from './thin.ts';

export interface Scales {
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
}

/** Weak recovery is max |M| ≥ η. */
export const eta = 0.3;

export function thinned(snapshots: readonly Snapshot[], kind: ScaleKind, curves: number): Snapshot[] {
  return thinIndices(snapshots.map((snapshot) => snapshot.step), kind, pointsFor(curves)).map((i) => snapshots[i]);
}

const overlapTitles: Record<OverlapView, string> = {
  overlaps: 'Overlaps of each neuron with the target',
  max: 'Largest overlap with the target',
  students: 'Overlaps of the neurons with each other',
  norms: 'Squared norms of the neurons',
};

const overlapAxes: Record<OverlapView, string> = { overlaps: 'M = ⟨w, w*⟩', max: 'max |M|', students: 'Q = ⟨w, w′⟩', norms: 'Q = |w|²' };

export interface OverlapOptions extends Scales {
  readonly show: OverlapView;
  /** Title and least y extent of one's own. */
  readonly title?: string;
  readonly domain?: readonly [number, number] | null;
  /** Says speed and memory in the caption too. */
  readonly cost?: boolean;
  /** Curves of other runs, drawn first and pale. */
  readonly ghosts?: readonly Curve[];
}

export function overlapSpec(view: RunView, options: OverlapOptions): FigureSpec {
  const { experiment } = view;
  const { show, xScale, yScale } = options;
  const [p, k] = [experiment?.student.width ?? 1, experiment?.target.directions ?? 1];
  const points = thinned(view.snapshots, xScale, curveCount(show, p, k));
  const { curves, crowd } = overlapCurves(show, points, p, k);
  const axis = overlapAxes[show];
  const bounded = show === 'max' || show === 'overlaps' || show === 'students';
  return {
    title: options.title ?? overlapTitles[show],
    xTitle: 'step',
    yTitle: yScale === 'log' && !axis.includes('|') ? `|${axis}|` : axis,
    xScale,
    yScale,
    lastStep: experiment?.training.steps ?? 1,
    yDomain: options.domain ?? (bounded && experiment?.training.constraint !== 'none' ? [0, 1] : null),
    curves: points.length ? [...(options.ghosts ?? []), ...curves] : (options.ghosts ?? []),
    crowd,
    level: show === 'overlaps' || show === 'max' ? { value: eta, name: `weak recovery, ${eta}` } : null,
    caption: captionWords(view, options.cost) + (yScale === 'log' ? ` Absolute values; nothing is drawn for 0 or ${decadesShown} decades below the largest.` : ''),
  };
}

export function riskSpec(view: RunView, { xScale, yScale }: Scales): FigureSpec {
  const { experiment, host } = view;
  const points = thinned(view.snapshots, xScale, 1);
  const kind = host ? (host.riskKind === 'population' ? ' The risk is that of the population.' : ' The risk is estimated on each step’s batch.') : '';
  return {
    title: 'Risk',
    xTitle: 'step',
    yTitle: '½ E(f − h*)² + ½ Δ',
    xScale,
    yScale,
    lastStep: experiment?.training.steps ?? 1,
    yDomain: null,
    curves: points.length ? [riskCurve(points)] : [],
    crowd: null,
    level: null,
    caption: captionWords(view) + kind,
  };
}
