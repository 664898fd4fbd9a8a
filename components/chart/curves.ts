// Snapshots become curves: which numbers, what they are called, how they are told apart.

import type { Snapshot } from '../../src/run/contract.ts';
import { dashOf, markerOf, nth, type Ink, type Marker } from './colours.ts';

export interface Curve {
  readonly key: string;
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly ink: Ink;
  readonly dash: readonly number[];
  readonly marker: Marker | null;
  readonly width: number;
  readonly opacity: number;
  /** In the legend by its own name; the others are the crowd. */
  readonly listed: boolean;
}

/** What the many unlisted curves are, for the legend's ramp. */
export interface Crowd {
  readonly count: number;
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export interface CurveSet {
  readonly curves: readonly Curve[];
  readonly crowd: Crowd | null;
}

/** What a chart of overlaps shows: M, its largest entry, M along the directions in which the target is learned, Q off its diagonal, Q on it. */
export type OverlapView = 'overlaps' | 'max' | 'projections' | 'students' | 'norms';

/** Above this many, curves are coloured along the ramp and only the extremes and the median are named. */
const crowdedAbove = 12;

interface Entry {
  readonly name: string;
  readonly at: number;
  /** Position along the ramp, of `inks`. */
  readonly ink: number;
  readonly style: number;
}

export const maxOverlap = (snapshot: Snapshot): number => snapshot.M.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** `names` of the directions, where these are not the k rows of W*. */
function directionEntries(p: number, k: number, names?: readonly string[]): Entry[] {
  return Array.from({ length: p * k }, (_, at) => {
    const [j, r] = [Math.floor(at / k), at % k];
    return { at, name: k === 1 ? `neuron ${j + 1}` : `neuron ${j + 1} · ${names?.[r] ?? `w*${r + 1}`}`, ink: j, style: k === 1 ? j : r };
  });
}

function studentEntries(p: number, diagonal: boolean): Entry[] {
  const entries: Entry[] = [];
  for (let j = 0; j < p; j++) {
    for (let l = diagonal ? j : j + 1; l < (diagonal ? j + 1 : p); l++) {
      const name = diagonal ? `neuron ${j + 1}` : `neurons ${j + 1}, ${l + 1}`;
      entries.push({ at: j * p + l, name, ink: entries.length, style: entries.length });
    }
  }
  return entries;
}

function curvesOf(snapshots: readonly Snapshot[], which: 'M' | 'Q', entries: readonly Entry[], inks: number): CurveSet {
  const steps = snapshots.map((snapshot) => snapshot.step);
  const crowded = entries.length > crowdedAbove;
  const emphasised = crowded ? extremes(entries, snapshots.at(-1)?.[which]) : new Map<Entry, Role>();
  const curves = entries.map((entry): Curve => {
    const role = emphasised.get(entry);
    const bold = !crowded || role !== undefined;
    return {
      key: `${which}${entry.at}`,
      name: role === undefined ? entry.name : `${role}: ${entry.name}`,
      steps,
      values: snapshots.map((snapshot) => snapshot[which][entry.at]),
      ink: nth(entry.ink, inks),
      // Dashes tell directions apart in a small crowd; in a large one they are only noise.
      dash: crowded && entries.length > 40 ? [] : dashOf(crowded && which === 'Q' ? 0 : entry.style),
      marker: bold ? (role === undefined ? markerOf(entry.style) : roleMarkers[role]) : null,
      width: bold ? 1.6 : entries.length > 40 ? 0.8 : 1.1,
      opacity: bold ? 1 : Math.min(0.75, Math.max(0.35, 14 / entries.length)),
      listed: bold,
    };
  });
  // The named ones last, so that they are drawn over the crowd.
  if (crowded) curves.sort((a, b) => Number(a.listed) - Number(b.listed));
  const crowd = crowded ? { count: entries.length, what: which === 'M' ? 'overlaps' : 'pairs', from: entries[0].name, to: entries.at(-1)!.name } : null;
  return { curves, crowd };
}

type Role = 'highest' | 'median' | 'lowest';
const roleMarkers: Record<Role, Marker> = { highest: 'triangle', median: 'circle', lowest: 'square' };

function extremes(entries: readonly Entry[], last: Float64Array | undefined): Map<Entry, Role> {
  if (!last) return new Map();
  const ranked = [...entries].sort((a, b) => last[a.at] - last[b.at]);
  return new Map<Entry, Role>([
    [ranked[0], 'lowest'],
    [ranked[Math.floor((ranked.length - 1) / 2)], 'median'],
    [ranked[ranked.length - 1], 'highest'],
  ]);
}

const signedMax = ({ M }: Snapshot): number => M.reduce((most, value) => Math.max(most, value), -Infinity);

/** max |M|: the one number that says whether anything was found. Drawn in the page's ink, over the rest. `signed`: max M, as bands have it. */
function maxCurve(snapshots: readonly Snapshot[], signed: boolean): Curve {
  return {
    key: 'max',
    name: signed ? 'max M, this run' : 'max |M|',
    steps: snapshots.map((snapshot) => snapshot.step),
    values: snapshots.map(signed ? signedMax : maxOverlap),
    ink: 'ink',
    dash: [],
    marker: null,
    width: 2.25,
    opacity: 1,
    listed: true,
  };
}

/**
 * The curves of one view. `p` neurons and `k` directions; snapshots already thinned; `signed` where bands of max M are drawn. For
 * `projections` M is what the snapshots have along directions of those `names`.
 */
export function overlapCurves(view: OverlapView, snapshots: readonly Snapshot[], p: number, k: number, signed = false, names?: readonly string[]): CurveSet {
  if (view === 'max') return { curves: [maxCurve(snapshots, signed)], crowd: null };
  if (view === 'norms') return curvesOf(snapshots, 'Q', studentEntries(p, true), p);
  if (view === 'students') {
    const entries = studentEntries(p, p === 1);
    return curvesOf(snapshots, 'Q', entries, entries.length);
  }
  const { curves, crowd } = curvesOf(snapshots, 'M', directionEntries(p, k, names), p);
  if (view === 'projections') return { curves, crowd };
  return { curves: p * k > 1 ? [...curves, maxCurve(snapshots, signed)] : curves, crowd };
}

/** How many curves `overlapCurves` draws: what thinning must know before they are made. */
export function curveCount(view: OverlapView, p: number, k: number): number {
  if (view === 'overlaps' || view === 'projections') return p * k;
  if (view === 'students') return Math.max(1, (p * (p - 1)) / 2);
  return view === 'norms' ? p : 1;
}
