// A run, and the seeds behind it, become a figure: thinned, titled, captioned. That of the risk is in risk-spec.ts.

import type { Snapshot } from '../../src/run/contract.ts';
import { eta } from '../../src/run/ensemble-recovery.ts';
import { captionWords } from '../simulation/status.ts';
import type { RunView } from '../simulation/view.ts';
import { decadesShown, type ScaleKind } from './axis.ts';
import { bandsOf, bandWords, isBand, type SeedBands } from './bands.ts';
import { curveCount, overlapCurves, type CurveSet, type OverlapView } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import { besideRun, theoryWords, type TheoryLines, type TheoryRun } from './theory.ts';
import { pointsFor, thinIndices } from './thin.ts';

export interface Scales {
  readonly xScale: ScaleKind;
  readonly yScale: ScaleKind;
  /** Seeds behind the run. */
  readonly bands?: readonly SeedBands[];
  /** Dashed, in the run's colours. */
  readonly theory?: TheoryRun | null;
  /** Keeps what has not changed, so that the chart need not draw it again. */
  readonly keep?: Keep;
}

/** Makes the part of that name anew only when one of the things it depends on is another than last time. */
export type Keep = (part: 'run' | 'theory' | 'behind points', on: readonly unknown[], make: () => CurveSet) => CurveSet;

export function keeper(): Keep {
  const kept = new Map<string, { readonly on: readonly unknown[]; readonly made: CurveSet }>();
  return (part, on, make) => {
    const last = kept.get(part);
    if (last && on.length === last.on.length && on.every((each, i) => each === last.on[i])) return last.made;
    const made = make();
    kept.set(part, { on, made });
    return made;
  };
}

/** Keeps nothing. */
export const always: Keep = (_part, _on, make) => make();

/** What is drawn with the run's own curves. */
export interface Beside {
  readonly bands: readonly SeedBands[];
  readonly theory: TheoryRun | null;
}

/** At most some 200 snapshots; beside bands, those at the steps of the bands, and the newest; beside theory, its own as far as it has come. */
export function thinned(snapshots: readonly Snapshot[], kind: ScaleKind, curves: number, { bands, theory }: Beside): Snapshot[] {
  if (bands.length > 0) {
    const steps = new Set(bands.flatMap(({ bands: { steps } }) => steps));
    return snapshots.filter(({ step }, i) => steps.has(step) || i === snapshots.length - 1);
  }
  const most = pointsFor(curves);
  const common = snapshots.length > most && theory ? atStepsOf(theory, snapshots) : snapshots;
  return thinIndices(common.map((snapshot) => snapshot.step), kind, most).map((i) => common[i]);
}

function atStepsOf(theory: TheoryRun, snapshots: readonly Snapshot[]): Snapshot[] {
  const steps = new Set(theory.snapshots.map(({ step }) => step));
  const reached = theory.snapshots.at(-1)?.step ?? -1;
  return snapshots.filter(({ step }, i) => steps.has(step) || step > reached || i === snapshots.length - 1);
}

/** What the run's curves depend on besides themselves: bands and theory share their steps with a long run. */
export const sharing = ({ snapshots }: RunView, { bands, theory }: Beside, curves: number): unknown[] =>
  [snapshots, snapshots.length, theory !== null, snapshots.length > pointsFor(curves) ? theory?.snapshots.length : 0, ...bands.map((each) => each.bands.steps)];

/** Dashes are theory's where there is any: colours and markers tell the run's own curves apart. */
const plain = ({ curves, crowd }: CurveSet, theory: TheoryRun | null): CurveSet => ({ curves: theory ? curves.map((curve) => ({ ...curve, dash: [] })) : curves, crowd });

/** Theory that has something to draw, now or soon. */
export const drawn = (theory: TheoryRun | null | undefined): TheoryRun | null => (theory && (theory.snapshots.length > 0 || !theory.error) ? theory : null);

/** `make`: all of its curves. Those are drawn that the run has a named one of. */
export function linesOf(theory: TheoryRun | null, own: CurveSet, on: readonly unknown[], keep: Keep, make: (snapshots: readonly Snapshot[]) => CurveSet): TheoryLines | null {
  if (!theory || theory.snapshots.length === 0) return null;
  const names = own.curves.filter(({ listed }) => listed).map(({ name }) => name).join();
  const { curves } = keep('theory', [theory.snapshots, theory.snapshots.length, names, ...on], () =>
    ({ curves: besideRun(own.curves, make(theory.snapshots).curves), crowd: null }));
  return curves.length > 0 ? { name: theory.label, curves } : null;
}

const overlapTitles: Record<OverlapView, string> = {
  overlaps: 'Overlaps of each neuron with the target',
  max: 'Largest overlap with the target',
  projections: 'Projections of the neurons',
  students: 'Overlaps of the neurons with each other',
  norms: 'Squared norms of the neurons',
};

const overlapAxes: Record<OverlapView, string> = { overlaps: 'M = ⟨w, w*⟩', max: 'max |M|', projections: '⟨w, e⟩', students: 'Q = ⟨w, w′⟩', norms: 'Q = |w|²' };

export interface OverlapOptions extends Scales {
  readonly show: OverlapView;
  /** What `projections` are along; snapshots have M along them. */
  readonly directions?: readonly string[];
  /** Title and least y extent of one's own. */
  readonly title?: string;
  readonly domain?: readonly [number, number] | null;
  /** Says speed and memory in the caption too. */
  readonly cost?: boolean;
}

export function overlapSpec(view: RunView, options: OverlapOptions): FigureSpec {
  const { experiment } = view;
  const { show, xScale, yScale, keep = always, directions } = options;
  const [p, k] = [experiment?.student.width ?? 1, experiment?.target.directions ?? 1];
  // Bands are of max M: behind the neurons' overlaps with each other they mean nothing. What is drawn over projections has their steps too.
  const behind = show === 'max' || show === 'overlaps';
  const bands = behind || show === 'projections' ? (options.bands ?? []).filter(isBand) : [];
  const { snapshots } = view;
  const [theory, count, signed] = [drawn(options.theory), curveCount(show, p, k), bands.length > 0];
  const beside: Beside = { bands, theory };
  const own = keep('run', [show, directions, xScale, p, k, ...sharing(view, beside, count)], () =>
    snapshots.length > 0 ? plain(overlapCurves(show, thinned(snapshots, xScale, count, beside), p, k, signed, directions), theory) : { curves: [], crowd: null });
  const lines = linesOf(theory, own, [show, directions, signed], keep, (points) => overlapCurves(show, points, p, k, signed, directions));
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
    curves: own.curves,
    bands: behind ? bandsOf(bands, 'maxOverlap') : [],
    theory: lines,
    points: null,
    crowd: own.crowd,
    level: behind ? { value: eta, name: `weak recovery, ${eta}` } : null,
    caption: captionWords(view, options.cost) + theoryWords(lines, options.theory?.error) + (behind ? bandWords(bands) : '') + (yScale === 'log' ? ` Absolute values; nothing is drawn for 0 or ${decadesShown} decades below the largest.` : ''),
  };
}
