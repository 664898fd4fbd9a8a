// Coordinates made for a target: only the directions on which it depends, with axes along its kinks where they allow
// it, and the places on each axis at which every line along it meets a kink. There a quadrature rule can be split.

import { fillNormals } from '../../math/normal.ts';
import { Stream } from '../../math/streams.ts';
import type { Evaluate } from '../compile.ts';
import type { Link } from '../link.ts';
import { axes, dot, projector, type Rows, span } from './basis.ts';
import { signChanges, switchesOf } from './switches.ts';

export interface Frame {
  /** Orthonormal rows, as many as directions on which the target depends: x = rows z. */
  readonly rows: Rows;
  /** For each row, where its axis is to be split. */
  readonly breaks: readonly number[][];
}

const SAMPLES = 64;
const SEED = 1;
/** Kinks further out do not count. */
const REACH = 6.5;
/** A share of the gradient below this is none; gradients of switches are differences, good to 1e-9. */
const SMALL = 1e-7;

export function frameOf(link: Link, k: number): Frame {
  const points = Array.from({ length: SAMPLES }, (_, i) => gaussianPoint(k, i));
  const switches = switchesOf(link);
  const derivatives = link.variables.map((name) => link.derivative(name));
  const gradients = points.map((z) => unit(derivatives.map((f) => f.evaluate(z)))).filter((v) => v !== null);
  const normals: Rows = [];
  for (const s of switches) {
    const seen = points.map((z) => unit(differences(s, z))).filter((v) => v !== null);
    gradients.push(...seen);
    if (seen.length > 0 && seen.every((v) => Math.abs(Math.abs(dot(v, seen[0])) - 1) < 1e-12)) normals.push(snap(seen[0]));
  }
  const used = span(gradients, [], SMALL);
  const rows = used.length < k && used.length > 0 && !ignoresRest(link, used, k, points) ? axes(k) : framed(used, normals, k);
  return { rows, breaks: rows.map((row) => breaksAlong(row, switches, points)) };
}

/** The i-th of a fixed sequence of standard normal points. */
export function gaussianPoint(k: number, i: number): Float64Array {
  const z = new Float64Array(k);
  fillNormals(z, k, SEED, Stream.target, 0, i);
  return z;
}

/** Rows that span what `used` spans: normals of kinks as long as they are orthogonal, then axes, then what is left. */
function framed(used: Rows, normals: Rows, k: number): Rows {
  const rows: Rows = [];
  const inside = (v: number[]) => span([v], used, SMALL).length === 0;
  for (const v of [...normals, ...axes(k)])
    if (rows.length < used.length && inside(v) && rows.every((row) => Math.abs(dot(row, v)) < 1e-9)) rows.push(v);
  // What is left: the axes as far as they lie in the span.
  rows.push(...span(projector(used, k), rows, SMALL).slice(0, used.length - rows.length));
  return rows;
}

/** Whether the target is the same after steps across all of `used`: a jump has no derivative that would tell. */
function ignoresRest(link: Link, used: Rows, k: number, points: Float64Array[]): boolean {
  const values = points.map((z) => link.evaluate(z));
  const size = Math.max(...values.map(Math.abs));
  return span(axes(k), used, SMALL).every((v) =>
    points.every((z, i) => !(Math.abs(link.evaluate(z.map((x, j) => x + (1 + i / SAMPLES) * v[j])) - values[i]) > 1e-6 * size)),
  );
}

/** Where all lines along `row` meet a kink: sign(z1 z2) has one at 0 on both axes, sign(z1 + z2) has none. */
function breaksAlong(row: number[], switches: Evaluate[], points: Float64Array[]): number[] {
  const cells = 1024;
  const found: number[] = [];
  for (const s of switches) {
    const along = (z: Float64Array) => (x: number) => s(z.map((value, j) => value + (x - shift(z)) * row[j]));
    const shift = (z: Float64Array) => row.reduce((sum, r, j) => sum + r * z[j], 0);
    const [first, ...rest] = points.slice(0, 6).map((z) => signChanges(along(z), -REACH, REACH, cells));
    found.push(...first.filter((x) => rest.every((others) => others.some((y) => Math.abs(x - y) < 1e-9))));
  }
  return found.sort((a, b) => a - b).filter((x, i) => i === 0 || x - found[i - 1] > 1e-9);
}

/** Null for a vanishing or infinite gradient. */
function unit(v: number[]): number[] | null {
  const size = Math.hypot(...v);
  return size > 0 && Number.isFinite(size) ? v.map((x) => x / size) : null;
}

/** The gradient by central differences with one step of Richardson's: for what has no symbolic derivative at hand. */
function differences(s: Evaluate, z: Float64Array): number[] {
  const central = (i: number, step: number) => (s(z.with(i, z[i] + step)) - s(z.with(i, z[i] - step))) / (2 * step);
  return Array.from(z, (_, i) => (4 * central(i, 5e-4) - central(i, 1e-3)) / 3);
}

/** A gradient by differences has its last digits wrong: 0 and equal components are meant to be so. */
function snap(v: number[]): number[] {
  const close = v.map((x) => Math.round(x * x * 5040) / 5040);
  const nice = v.map((x, i) => Math.sign(x) * Math.sqrt(close[i]));
  return v.every((x, i) => Math.abs(x - nice[i]) < 1e-8) ? nice : v;
}
