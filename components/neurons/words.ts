// The ball in words and numbers.

import type { Experiment } from '../../src/experiment/experiment.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import { nth } from '../chart/colours.ts';
import type { LegendItem } from '../chart/legend.ts';
import { formatCount, formatValue, joinWords } from '../chart/words.ts';
import { rowsOf, type Numbers } from '../export/figure.ts';
import { cosines, directionName, type Ball } from './ball.ts';
import type { View } from './camera.ts';

/** With more neurons than this they are told apart along the ramp. */
const NAMED = 12;

export const title = 'Neurons in the unit ball';

export function legendOf(p: number): LegendItem[] {
  if (p > NAMED) return [{ kind: 'ramp', name: `${p} neurons`, from: 'neuron 1', to: `neuron ${p}` }];
  return Array.from({ length: p }, (_, j) => ({ kind: 'line', key: `neuron${j}`, name: `neuron ${j + 1}`, ink: nth(j, p), dash: [], marker: 'circle', width: 1.6, opacity: 1, band: false }));
}

export const viewWords = ({ turn, tilt }: View): string => `turned ${Math.round(turn)}°, tilted ${Math.round(tilt)}°`.replaceAll('-', '−');

export interface BallTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Of a neuron: its cosines with the directions looked at, what of it is outside of their span, and its norm. */
function partsOf({ student: { width: p }, target: { directions: k } }: Experiment, ball: Ball, snapshot: Snapshot, j: number): number[] {
  const point = ball.place(snapshot, j);
  const outside = ball.directions.length < 3 ? point[1] : Math.sqrt(Math.max(0, 1 - point.reduce((sum, x) => sum + x * x, 0)));
  return [...cosines(snapshot, j, p, k, ball.directions), outside, Math.sqrt(snapshot.Q[j * p + j])];
}

/** The same for a file, at every snapshot. */
export function ballNumbers(experiment: Experiment, ball: Ball, snapshots: readonly Snapshot[]): Numbers {
  const p = experiment.student.width;
  return {
    columns: ['step', 'neuron', ...ball.directions.map((r) => `cos_${r + 1}`), 'outside', 'norm'],
    rows: rowsOf(snapshots.length * p, (at) => {
      const [snapshot, j] = [snapshots[Math.floor(at / p)], at % p];
      return [snapshot.step, j + 1, ...partsOf(experiment, ball, snapshot, j)];
    }),
  };
}

/** A row for each neuron: its cosines with the directions, what of it is outside of their span, and its norm. */
export function ballTable(experiment: Experiment, ball: Ball, snapshot: Snapshot): BallTable {
  return {
    head: ['neuron', ...ball.directions.map((r) => `cos ∠(w, ${directionName(r)})`), 'outside', '|w|'],
    rows: Array.from({ length: experiment.student.width }, (_, j) => [String(j + 1), ...partsOf(experiment, ball, snapshot, j).map(formatValue)]),
  };
}

/** For those who do not see it: the step, and the neuron that is nearest to a direction. */
export function summaryOf({ student: { width: p }, target: { directions: k } }: Experiment, ball: Ball, snapshot: Snapshot): string {
  let [best, neuron, direction] = [0, 0, 0];
  for (let j = 0; j < p; j++)
    cosines(snapshot, j, p, k, ball.directions).forEach((cosine, a) => {
      if (Math.abs(cosine) > Math.abs(best)) [best, neuron, direction] = [cosine, j, a];
    });
  const nearest = best === 0 ? '' : ` The nearest to a direction is neuron ${neuron + 1}, whose cosine with ${directionName(ball.directions[direction])} is ${formatValue(best)}.`;
  return `${p === 1 ? '1 neuron' : `${p} neurons`} at step ${formatCount(snapshot.step)}.${nearest}`;
}

export function captionOf({ target: { directions: k, gram } }: Experiment, ball: Ball): string {
  const names = ball.directions.map(directionName);
  const what = `w/|w| of each neuron along ${joinWords(names)}${names.length < k ? `, of ${k} directions` : ''}, with its way from the ring where it began.`;
  const rest = names.length < 3 ? ` ⊥ is √(1 − |x|²), what of it is outside ${names.length === 1 ? 'that direction' : 'their plane'}: all are on the ${names.length === 1 ? 'half circle' : 'hemisphere'}.` : ' The farther inside the ball, the more of it is outside their span.';
  return what + rest + (gram && names.length > 1 ? ' The directions are drawn at their true angles.' : '');
}
