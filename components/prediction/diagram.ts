// The phase diagram of one-pass training around one experiment: batches n = d^μ across, learning rates γ = d^(−δ) upwards.
// Pure, as the charts are. arXiv:2406.02157.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Prediction } from '../../src/run/analysis.ts';
import { feelsItself } from '../../src/theory/predictions/constants.ts';
import { exponentsAt, type Family } from '../../src/theory/predictions/exponents.ts';
import { linearAxis, type Axis } from '../chart/axis.ts';
import { ramp, type Ink } from '../chart/colours.ts';
import type { Entry } from '../chart/entries.ts';
import { textWidth } from '../chart/figure.ts';
import { markerPath, type Mark } from '../chart/scene.ts';
import type { Numbers } from '../export/figure.ts';

export interface Diagram {
  /** The order ℓ at which the target is felt first. */
  readonly order: number;
  readonly family: Family;
  /** Where the experiment stands. */
  readonly mu: number;
  readonly delta: number;
}

/** Null where the diagram does not cover the protocol: it would only mislead. */
export function diagramOf({ feltExponent: order, delta, mu, learnable }: Prediction, experiment: Experiment): Diagram | null {
  if (order === null || delta === null || learnable === null) return null;
  return { order, family: feelsItself(experiment) && experiment.training.constraint === 'projected' ? 'selfAligned' : 'free', mu, delta };
}

const inks: Readonly<Record<'region' | 'boundary' | 'balance' | 'here', Ink>> = { region: ramp(0.55), boundary: ramp(0.55), balance: 'muted', here: 'ink' };
const regionOpacity = 0.16;
const balanceDash: readonly number[] = [5, 4];

/** Samples of the boundary along μ. */
const samples = 240;
const small = 12;

/** Ends of both axes: the corners of the diagram and the experiment, with some room. */
export function extents({ order, family, mu, delta }: Diagram): { mu: [number, number]; delta: [number, number] } {
  const corner = family === 'free' ? Math.max(order - 1, 1) : Math.max(order / 2, 1);
  const lowest = family === 'free' ? Math.min(0, 1 - order / 2) : 0;
  const tenth = (x: number, round: (x: number) => number): number => round(10 * x) / 10;
  return {
    mu: [Math.min(0, tenth(mu - 0.1, Math.floor)), tenth(Math.max(corner + 0.5, mu + 0.25), Math.ceil)],
    delta: [tenth(Math.min(lowest - 0.4, delta - 0.2), Math.floor), tenth(Math.max(order === 1 ? 1 : order / 2, delta) + 0.2, Math.ceil)],
  };
}

/** The least δ that learns, along μ; −∞ where every one does. */
function boundaryAt({ order, family }: Diagram, mu: number): number {
  return exponentsAt(order, family, mu, Infinity).boundary ?? -Infinity;
}

type Points = readonly (readonly [number, number])[];
const pathOf = (points: Points): string => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

function axisMarks(x: Axis, y: Axis, [left, right, top, bottom]: readonly [number, number, number, number]): Mark[] {
  const half = (at: number): number => Math.round(at * 2) / 2;
  return [
    ...y.ticks.flatMap((tick): Mark[] => [
      { kind: 'path', d: `M${left} ${half(tick.at)}H${right}`, stroke: 'line', width: 1, opacity: 0.6 },
      { kind: 'text', x: left - 8, y: tick.at + 4, text: tick.label.replace('-', '−'), anchor: 'end', ink: 'muted', size: small },
    ]),
    ...x.ticks.flatMap((tick): Mark[] => [
      { kind: 'path', d: `M${half(tick.at)} ${bottom}v4`, stroke: 'muted', width: 1 },
      { kind: 'text', x: tick.at, y: bottom + 18, text: tick.label, anchor: 'middle', ink: 'muted', size: small },
    ]),
    { kind: 'path', d: `M${left} ${bottom}H${right}`, stroke: 'muted', width: 1 },
    { kind: 'text', x: 0, y: 13, text: 'δ: learning rate γ = d^(−δ)', ink: 'muted', size: small },
    { kind: 'text', x: right, y: bottom + 36, text: 'μ: batch n = d^μ', anchor: 'end', ink: 'muted', size: small },
    { kind: 'text', x: left + 6, y: top + 13, text: 'small steps', ink: 'muted', size: 11 },
    { kind: 'text', x: left + 6, y: bottom - 7, text: 'large steps', ink: 'muted', size: 11, halo: true },
  ];
}

/** Axes, the region that learns, the line of balance and the experiment's dot in `width` × `height` pixels. */
export function layOutDiagram(diagram: Diagram, width: number, height: number): Mark[] {
  const { mu, delta } = extents(diagram);
  const [top, bottom] = [26, height - 44];
  const y = linearAxis(delta, [bottom, top], false);
  const left = Math.ceil(Math.max(20, ...y.ticks.map(({ label }) => textWidth(label)))) + 12;
  const right = width - 14;
  const x = linearAxis(mu, [left, right], false);
  const inside = (value: number): number => Math.min(Math.max(y.place(value), top), bottom);

  const grid = Array.from({ length: samples + 1 }, (_, i) => mu[0] + ((mu[1] - mu[0]) * i) / samples);
  const edge = grid.map((at): [number, number] => [x.place(at), inside(Math.min(Math.max(boundaryAt(diagram, at), delta[0]), delta[1]))]);
  const region = `${pathOf([...edge, [right, top], [left, top]])}z`;
  // The line itself ends where every learning rate learns, in a drop; what is off the plot is not part of it.
  const seen = edge.filter(([, at], i) => at < bottom || (i > 0 && edge[i - 1][1] < bottom)).filter(([, at]) => at > top);
  const balance = grid.filter((at) => 1 - at >= delta[0] && 1 - at <= delta[1]).map((at): [number, number] => [x.place(at), y.place(1 - at)]);
  return [
    { kind: 'path', d: region, fill: inks.region, opacity: regionOpacity },
    ...axisMarks(x, y, [left, right, top, bottom]),
    { kind: 'path', d: pathOf(balance), stroke: inks.balance, width: 1.25, dash: balanceDash },
    { kind: 'path', d: pathOf(seen), stroke: inks.boundary, width: 2 },
    { kind: 'path', d: markerPath('circle', x.place(diagram.mu), y.place(diagram.delta), 5), fill: inks.here },
    { kind: 'text', ...besideDot(x.place(diagram.mu), y.place(diagram.delta), right), text: 'this experiment', ink: 'ink', size: small, halo: true },
  ];
}

/** Above the dot, and within the plot. */
function besideDot(x: number, y: number, right: number): { x: number; y: number; anchor: 'start' | 'end' } {
  const room = textWidth('this experiment') + 10;
  return x + room < right ? { x: x + 9, y: y - 7, anchor: 'start' } : { x: x - 9, y: y - 7, anchor: 'end' };
}

/** The boundary as a formula. */
export function boundaryWords({ order, family }: Diagram): string {
  const signal = order === 1 ? '1 − μ' : order === 2 ? '1 − μ' : `${order % 2 ? `${order}/2` : order / 2} − μ`;
  if (family === 'selfAligned') return `max(${signal}, 0)`;
  return `${signal}, and every δ from μ = ${Math.max(order - 1, 1)} on`;
}

/** The diagram in a sentence, for those who do not see it. */
export function diagramWords(diagram: Diagram): string {
  const { order, mu, delta } = diagram;
  const least = boundaryAt(diagram, mu);
  const limit = least === -Infinity ? 'every learning rate learns' : `the least δ that learns is ${least.toFixed(2)}`;
  return `Phase diagram for exponent ${order}: the experiment is at μ = ${mu.toFixed(2)}, δ = ${delta.toFixed(2)}, where ${limit} from a random start as d grows.`.replaceAll('-', '−');
}

export const legendOf = (diagram: Diagram): Entry[] => [
  {
    name: `learns as d grows: δ ≥ ${boundaryWords(diagram)}`,
    swatch: [{ kind: 'path', d: 'M0 0h26v12h-26z', fill: inks.region, opacity: regionOpacity }, { kind: 'path', d: 'M0 11h26', stroke: inks.boundary, width: 2 }],
  },
  { name: 'δ = 1 − μ: above it flow, below it noise dominates', swatch: [{ kind: 'path', d: 'M0 6h26', stroke: inks.balance, width: 1.25, dash: balanceDash }] },
  { name: 'this experiment', swatch: [{ kind: 'path', d: markerPath('circle', 13, 6, 5), fill: inks.here }] },
];

/** The least δ that learns, along μ, as drawn: −∞ where every one does. */
export function diagramNumbers(diagram: Diagram): Numbers {
  const { mu } = extents(diagram);
  return {
    columns: ['mu', 'delta_least', 'delta_balance'],
    rows: Array.from({ length: samples + 1 }, (_, i) => {
      const at = mu[0] + ((mu[1] - mu[0]) * i) / samples;
      return [at, boundaryAt(diagram, at), 1 - at];
    }),
  };
}
