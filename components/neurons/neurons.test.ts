import { describe, expect, it } from 'vitest';
import { parseExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import type { Mark } from '../chart/scene.ts';
import { ballOf, chosenDirections, type Point } from './ball.ts';
import { camera, horizon, settled } from './camera.ts';
import { ballPlot, waysOf } from './marks.ts';
import { ballNumbers, ballTable, captionOf, legendOf, summaryOf } from './words.ts';

function experimentOf(p: number, k: number, gram: number[][] | null = null): Experiment {
  return parseExperiment({
    target: { link: Array.from({ length: k }, (_, r) => `He2(z${r + 1})`).join(' + '), directions: k, gram },
    student: { width: p, activation: 'x^2' },
    data: { dimension: 64 },
    training: { batch: 8, learningRate: 0.1, steps: 2 },
  });
}

/** Overlaps of vectors that are written out in an orthonormal frame of R^d, of which the first k span the target's rows. */
function snapshotOf(step: number, W: readonly (readonly number[])[], target: readonly (readonly number[])[]): Snapshot {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
  return {
    step,
    M: Float64Array.from(W.flatMap((w) => target.map((row) => dot(w, row)))),
    Q: Float64Array.from(W.flatMap((w) => W.map((other) => dot(w, other)))),
    readout: new Float64Array(W.length).fill(1),
    risk: 0,
  };
}

const length = (point: Point): number => Math.hypot(...point);
const close = (point: readonly number[]): unknown[] => point.map((x) => expect.closeTo(x, 12));

describe('the unit ball', () => {
  it('has three directions along its axes, and a neuron where w/|w| is, whatever its norm', () => {
    const axes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    const ball = ballOf(experimentOf(2, 3), []);
    // The second direction goes into the page, the third up.
    expect(ball.axes).toEqual([{ name: 'w*₁', to: close([1, 0, 0]) }, { name: 'w*₂', to: close([0, 0, -1]) }, { name: 'w*₃', to: close([0, 1, 0]) }]);
    const snapshot = snapshotOf(0, [[3, 0, 4, 0], [0, 0, 0.3, 0.4]], axes);
    expect(ball.place(snapshot, 0)).toEqual(close([0.6, 0.8, 0]));
    expect(length(ball.place(snapshot, 0))).toBeCloseTo(1, 12);
    // 0.4 of this one is outside of the target's span: inside the ball.
    expect(ball.place(snapshot, 1)).toEqual(close([0, 0.6, 0]));
  });

  it('keeps neurons on the sphere for one direction and for two, with what is outside of them as height', () => {
    const one = ballOf(experimentOf(1, 1), []);
    expect(one.place(snapshotOf(0, [[-3, 4]], [[1]]), 0)).toEqual(close([-0.6, 0.8, 0]));
    const two = ballOf(experimentOf(1, 2), []);
    expect(two.place(snapshotOf(0, [[2, -1, 2]], [[1, 0], [0, 1]]), 0)).toEqual(close([2 / 3, 2 / 3, 1 / 3]));
    expect([one, two].map(({ axes }) => axes.at(-1))).toEqual([{ name: '⊥', to: [0, 1, 0] }, { name: '⊥', to: close([0, 1, 0]) }]);
    expect(one.place(snapshotOf(0, [[0, 0]], [[1]]), 0)).toEqual(close([0, 0, 0]));
  });

  it('draws directions that are not orthogonal at their angle, and a neuron along one of them on its axis', () => {
    const gram = [[1, 0.6, 0], [0.6, 1, 0], [0, 0, 1]];
    const target = [[1, 0, 0], [0.6, 0.8, 0], [0, 0, 1]];
    const ball = ballOf(experimentOf(2, 3, gram), []);
    const snapshot = snapshotOf(0, [[1.2, 1.6, 0], [0, 5, 0]], target);
    const dot = ball.axes[0].to.reduce((sum, x, i) => sum + x * ball.axes[1].to[i], 0);
    expect(dot).toBeCloseTo(0.6, 12);
    expect(ball.place(snapshot, 0)).toEqual(close(ball.axes[1].to));
    // Cosines 0, 0.8, 0: coordinates, not cosines, of length 1.
    expect(length(ball.place(snapshot, 1))).toBeCloseTo(1, 12);
  });

  it('looks at the directions asked for, at most three, of those that there are', () => {
    expect(chosenDirections([], 5)).toEqual([0, 1, 2]);
    expect(chosenDirections([3, 3, 7, 1], 5)).toEqual([3, 1]);
    expect(chosenDirections([9], 2)).toEqual([0, 1]);
    const experiment = experimentOf(1, 4);
    const ball = ballOf(experiment, [1, 3]);
    expect(captionOf(experiment, ball)).toContain('along w*₂ and w*₄, of 4 directions');
    expect(ball.place(snapshotOf(0, [[1, 0.5, 0, 0.5, 0]], [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]), 0)[1]).toBeCloseTo(Math.sqrt(1 - 2 * 0.25 / 1.5), 12);
  });
});

describe('the camera', () => {
  it('sees the ball as a disc of radius 1 from everywhere', () => {
    for (const view of [{ turn: 0, tilt: 0 }, { turn: -30, tilt: 18 }, { turn: 130, tilt: -70 }]) {
      const look = camera(view);
      let farthest = 0;
      for (let i = 0; i < 4000; i++) {
        const [z, turn] = [-1 + (2 * i + 1) / 4000, i * 2.399963];
        const { x, y } = look([Math.sqrt(1 - z * z) * Math.cos(turn), Math.sqrt(1 - z * z) * Math.sin(turn), z]);
        farthest = Math.max(farthest, Math.hypot(x, y));
      }
      // Steps of a spiral of 4000 points are some 0.03 apart: its nearest to the outline is 0.03² / 2 inside.
      expect(farthest).toBeLessThan(1 + 1e-6);
      expect(farthest).toBeGreaterThan(0.999);
    }
  });

  it('has x to the right and y up, and what is nearer is larger', () => {
    const look = camera({ turn: 0, tilt: 0 });
    expect(look([1, 0, 0]).x).toBeGreaterThan(0.9);
    expect(look([0, 1, 0]).y).toBeLessThan(-0.9);
    expect(look([0.5, 0, 0.5]).x).toBeGreaterThan(look([0.5, 0, -0.5]).x);
    expect(look([0, 0, 1]).depth).toBeCloseTo(1, 12);
    // Turned by a quarter to the right, the eye is where x points.
    expect(camera({ turn: 90, tilt: 0 })([1, 0, 0]).depth).toBeCloseTo(1, 6);
    expect(camera({ turn: 0, tilt: 60 })([0, 1, 0]).depth).toBeGreaterThan(0.8);
  });

  it('turns round and round, and never over the top', () => {
    expect(settled({ turn: 190, tilt: 120 })).toEqual({ turn: -170, tilt: 85 });
    expect(settled({ turn: -545, tilt: -90 })).toEqual({ turn: 175, tilt: -85 });
  });
});

describe('the drawing', () => {
  const target = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const experiment = experimentOf(2, 3);
  const ball = ballOf(experiment, []);
  const snapshots = [0, 1, 2].map((step) => snapshotOf(step, [[step, 0, 0, 2 - step + 0.1], [0, step, 0, 3]], target));
  const ways = waysOf(ball, snapshots, 2);
  const plot = (at: number) => ballPlot(ball, ways, at, { turn: -30, tilt: 18 }, 400);
  const paths = (marks: readonly Mark[]): string => marks.map((mark) => (mark.kind === 'path' ? mark.d : mark.text)).join('\n');

  /** Of both neurons together: a piece between each two steps. */
  const pieces = (marks: readonly Mark[]): number =>
    marks.reduce((sum, mark) => sum + (mark.kind === 'path' && typeof mark.stroke === 'object' ? mark.d.split('L').length - 1 : 0), 0);

  it('ends trails at the step on show, and stays inside its square', () => {
    expect([0, 1, 2].map((at) => pieces(plot(at).marks))).toEqual([0, 2, 4]);
    for (const { marks } of [plot(0), plot(2)]) {
      expect(paths(marks)).not.toMatch(/NaN|undefined|Infinity/);
      for (const [, x, y] of paths(marks).matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)) expect(Math.max(Math.abs(Number(x) - 200), Math.abs(Number(y) - 200))).toBeLessThan(200);
    }
  });

  it('draws what is near over what is far, larger and more opaque', () => {
    const near: Point = [0, 0, 0.9];
    const { marks } = ballPlot(ball, [[near], [[0, 0, -0.9]]], 0, { turn: 0, tilt: 0 }, 400);
    const dots = marks.filter((mark) => mark.kind === 'path' && mark.fill !== undefined && mark.fill !== 'muted') as Extract<Mark, { kind: 'path' }>[];
    const radius = ({ d }: { d: string }): number => Number(/a([\d.]+)/.exec(d)![1]);
    expect(dots).toHaveLength(2);
    expect(radius(dots[1])).toBeGreaterThan(radius(dots[0]));
    expect(dots[1].opacity!).toBeGreaterThan(dots[0].opacity!);
    expect(near[2]).toBeGreaterThan(horizon);
  });

  it('has its numbers as a table, and the neuron nearest to a direction in words', () => {
    expect(ballTable(experiment, ball, snapshots[2])).toEqual({
      head: ['neuron', 'cos ∠(w, w*₁)', 'cos ∠(w, w*₂)', 'cos ∠(w, w*₃)', 'outside', '|w|'],
      rows: [['1', '0.999', '0', '0', '0.050', '2.002'], ['2', '0', '0.555', '0', '0.832', '3.606']],
    });
    // |w| of (2, 0, 0, 0.1) and (0, 2, 0, 3) is √4.01 and √13.
    const { columns, rows } = ballNumbers(experiment, ball, snapshots);
    expect(columns).toEqual(['step', 'neuron', 'cos_1', 'cos_2', 'cos_3', 'outside', 'norm']);
    expect([...rows].slice(-2)).toEqual([[2, 1, 2 / Math.sqrt(4.01), 0, 0, 0.1 / Math.sqrt(4.01), Math.sqrt(4.01)], [2, 2, 0, 2 / Math.sqrt(13), 0, 3 / Math.sqrt(13), Math.sqrt(13)]].map((row) => row.map((x) => expect.closeTo(x, 9))));
    expect(summaryOf(experiment, ball, snapshots[2])).toBe('2 neurons at step 2. The nearest to a direction is neuron 1, whose cosine with w*₁ is 0.999.');
    expect(legendOf(3).map(({ name }) => name)).toEqual(['neuron 1', 'neuron 2', 'neuron 3']);
    expect(legendOf(64)).toMatchObject([{ kind: 'ramp', name: '64 neurons' }]);
  });
});
