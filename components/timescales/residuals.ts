// The bars: what of each degree is left to learn at one moment. theory/timescales.md, section 3: res_k = φ_k − σ_k <a s^k>.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { linearAxis, type Axis } from '../chart/axis.ts';
import { textWidth } from '../chart/figure.ts';
import type { Mark } from '../chart/scene.ts';
import { degreeInk } from './degree-colours.ts';
import { axisMarks, boxOf, heightOf, widestTick, type Box } from './ground.ts';
import { degreeStates, learningWords } from './learning.ts';
import type { DataTable, Drawing } from './drawing.ts';
import { maybeTime, maybeValue, timeWords, twoDecimals, whoOf, withIndex } from './words.ts';

interface ResidualGround {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly y: Axis;
  /** Pixels for each degree, and of its bar. */
  readonly slot: number;
  readonly bar: number;
  readonly marks: readonly Mark[];
}

/** Beyond this a residual has left the figure: what matters lies between 0 and 1. */
const [LEAST, MOST] = [-1, 2];

/** What a bar shows: res_k/φ_k, or res_k itself where φ_k = 0. */
const shownOf = ({ residuals, degrees, target }: FlowTrajectory, k: number, at: number): number => residuals[at * degrees + k] / (target[k] || 1);

/** Axes over the whole of the trajectory, so that they stand still while time moves. */
export function residualGround(flow: FlowTrajectory, width: number): ResidualGround {
  let [low, high] = [0, 1.1];
  for (let at = 0; at < flow.times.length; at++)
    for (let k = 0; k < flow.degrees; k++) {
      const shown = shownOf(flow, k, at);
      [low, high] = [Math.min(low, shown), Math.max(high, shown)];
    }
  const height = heightOf(width);
  const bounds: [number, number] = [Math.max(low < -0.02 ? low - 0.1 : 0, LEAST), Math.min(high, MOST)];
  const box = boxOf(width, height, textWidth('−0.5'));
  const y = linearAxis(bounds, [box.bottom, box.top]);
  const fitted = { ...box, left: Math.ceil(Math.max(20, widestTick(y))) + 12 };
  const slot = (fitted.right - fitted.left) / flow.degrees;
  const names = Array.from({ length: flow.degrees }, (_, k): Mark => ({ kind: 'text', x: fitted.left + slot * (k + 0.5), y: fitted.bottom + 18, text: String(k), anchor: 'middle', ink: 'ink', size: 12 }));
  const one = y.place(1);
  const whole: Mark = { kind: 'path', d: `M${fitted.left} ${one.toFixed(1)}H${fitted.right}`, stroke: 'muted', width: 1, dash: [2, 4] };
  return { width, height, box: fitted, y, slot, bar: Math.min(slot * 0.62, 46), marks: [...axisMarks(null, y, fitted, 'degree k', 'resₖ / φₖ: share of degree k not learned'), whole, ...names] };
}

function barMarks(flow: FlowTrajectory, at: number, { box, y, slot, bar }: ResidualGround): Mark[] {
  const inside = (value: number): number => Math.min(Math.max(y.place(value), box.top), box.bottom);
  const zero = inside(0);
  return degreeStates(flow, at).flatMap(({ degree, share, residual }): Mark[] => {
    const value = share ?? residual;
    const [x, end] = [box.left + slot * (degree + 0.5) - bar / 2, inside(value)];
    const d = `M${x.toFixed(1)} ${zero.toFixed(1)}h${bar.toFixed(1)}V${end.toFixed(1)}h${(-bar).toFixed(1)}z`;
    const [ink, words] = [degreeInk(degree), twoDecimals(value)];
    const shape: Mark = share === null ? { kind: 'path', d, stroke: ink, width: 1.5, dash: [3, 2] } : { kind: 'path', d, fill: ink };
    const text: Mark = { kind: 'text', x: x + bar / 2, y: value < 0 && words !== '0' ? end + 14 : end - 5, text: words, anchor: 'middle', ink: 'ink', size: slot < 32 ? 10 : 12, halo: true };
    return [shape, text];
  });
}

/** Three bars: the colours are the degrees'. */
const swatch = (hollow: boolean): Mark[] => [0, 1, 2].map((k): Mark => {
  const d = `M${2.5 + 8 * k} ${7.5 - 3 * k}h5v${3.5 + 3 * k}h-5z`;
  return hollow ? { kind: 'path', d, stroke: degreeInk(k), width: 1, dash: [2, 1.5] } : { kind: 'path', d, fill: degreeInk(k) };
});

export function residualTable(flow: FlowTrajectory, at: number): DataTable {
  return {
    head: ['degree k', 'φ_k', 'σ_k', 'res_k', 'res_k / φ_k', 'half-time', 'predicted'],
    rows: degreeStates(flow, at).map(({ degree, residual, share }) => [
      String(degree), maybeValue(flow.target[degree]), maybeValue(flow.student[degree]), maybeValue(residual), maybeValue(share),
      maybeTime(flow.transitions.find((each) => each.degree === degree)?.half), maybeTime(flow.predictions.degrees.find((each) => each.degree === degree)?.halfTime),
    ]),
  };
}

export function drawResiduals(flow: FlowTrajectory, at: number, ground: ResidualGround): Drawing {
  const states = degreeStates(flow, at);
  const words = learningWords(states);
  const values = states.map(({ degree, share, residual }) => `${share === null ? withIndex('res', degree) : `degree ${degree}`} ${twoDecimals(share ?? residual)}`).join(', ');
  const absent = states.some(({ share }) => share === null);
  return {
    width: ground.width,
    height: ground.height,
    layers: [ground.marks, barMarks(flow, at, ground)],
    summary: `Share of each degree that is not learned at ${timeWords(flow, at)}: ${values}.`,
    reading: words,
    legend: [{ name: 'resₖ / φₖ: 1 nothing of it, 0 all of it learned', swatch: swatch(false) }, ...(absent ? [{ name: 'resₖ itself, where φₖ = 0', swatch: swatch(true) }] : [])],
    caption: `${whoOf(flow)}.`,
    table: () => residualTable(flow, at),
  };
}
