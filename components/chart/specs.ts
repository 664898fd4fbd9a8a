// A run, and the seeds behind it, become a figure: thinned, titled, captioned.

import type { Snapshot } from '../../src/run/contract.ts';
import { eta } from '../../src/run/ensemble-page.ts';
import { captionWords } from '../simulation/status.ts';
import type { RunView } from '../simulation/view.ts';
import { decadesShown, type ScaleKind } from './axis.ts';
import { bandsOf, bandWords, isBand, type SeedBands } from './bands.ts';
import { curveCount, overlapCurves, riskCurve, type CurveSet, type OverlapView } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import { pointsFor, thinIndices } from './thin.ts';

export interface Scales {
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  /** Seeds behind the run. */
  readonly bands?: readonly SeedBands[];
  /** Keeps the run's curves while only the bands change, so that the chart need not draw them again. */
  readonly keep?: Keep;
}

/** Makes something anew only when one of the things it depends on is another than last time. */
export type Keep = (on: readonly unknown[], make: () => CurveSet) => CurveSet;

export function keeper(): Keep {
  let last: { readonly on: readonly unknown[]; readonly made: CurveSet } | null = null;
  return (on, make) => {
    if (!last || on.length !== last.on.length || on.some((each, i) => each !== last?.on[i])) last = { on, made: make() };
    return last.made;
  };
}

const always: Keep = (_, make) => make();

/** At most some 200 snapshots; beside bands, those at the steps of the bands, and the newest. */
function thinned(snapshots: readonly Snapshot[], kind: ScaleKind, curves: number, bands: readonly SeedBands[]): Snapshot[] {
  if (bands.length === 0) return thinIndices(snapshots.map((snapshot) => snapshot.step), kind, pointsFor(curves)).map((i) => snapshots[i]);
  const steps = new Set(bands.flatMap(({ bands: { steps } }) => steps));
  return snapshots.filter(({ step }, i) => steps.has(step) || i === snapshots.length - 1);
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
}

export function overlapSpec(view: RunView, options: OverlapOptions): FigureSpec {
  const { experiment } = view;
  const { show, xScale, yScale, keep = always } = options;
  const [p, k] = [experiment?.student.width ?? 1, experiment?.target.directions ?? 1];
  // Bands are of max M: behind the neurons' overlaps with each other they mean nothing.
  const bands = show === 'max' || show === 'overlaps' ? (options.bands ?? []).filter(isBand) : [];
  const { snapshots } = view;
  const { curves, crowd } = keep([snapshots, snapshots.length, show, xScale, p, k, ...bands.map((each) => each.bands.steps)], () =>
    snapshots.length > 0 ? overlapCurves(show, thinned(snapshots, xScale, curveCount(show, p, k), bands), p, k, bands.length > 0) : { curves: [], crowd: null });
  const axis = show === 'max' && bands.length > 0 ? 'max M' : overlapAxes[show];
  const bounded = show === 'max' || show === 'overlaps' || show === 'students';
  return {
    title: options.title ?? overlapTitles[show],
    xTitle: 'step',
    yTitle: yScale === 'log' && !axis.includes('|') ? `|${axis}|` : axis,
    xScale,
    yScale,
    lastStep: experiment?.training.steps ?? 1,
    yDomain: options.domain ?? (bounded && experiment?.training.constraint !== 'none' ? [0, 1] : null),
    curves,
    bands: bandsOf(bands, 'maxOverlap'),
    crowd,
    level: show === 'overlaps' || show === 'max' ? { value: eta, name: `weak recovery, ${eta}` } : null,
    caption: captionWords(view, options.cost) + bandWords(bands) + (yScale === 'log' ? ` Absolute values; nothing is drawn for 0 or ${decadesShown} decades below the largest.` : ''),
  };
}

export function riskSpec(view: RunView, { xScale, yScale, bands = [], keep = always }: Scales): FigureSpec {
  const { experiment, host, snapshots } = view;
  const shown = bands.filter(isBand);
  const { curves } = keep([snapshots, snapshots.length, xScale, ...shown.map((each) => each.bands.steps)], () =>
    ({ curves: snapshots.length > 0 ? [riskCurve(thinned(snapshots, xScale, 1, shown), shown.length > 0)] : [], crowd: null }));
  const kind = host ? (host.riskKind === 'population' ? ' The risk is that of the population.' : ' The risk is estimated on each step’s batch.') : '';
  return {
    title: 'Risk',
    xTitle: 'step',
    yTitle: '½ E(f − h*)² + ½ Δ',
    xScale,
    yScale,
    lastStep: experiment?.training.steps ?? 1,
    yDomain: null,
    curves,
    bands: bandsOf(shown, 'risk'),
    crowd: null,
    level: null,
    caption: captionWords(view) + kind + bandWords(shown),
  };
}
