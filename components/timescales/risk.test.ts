import { beforeAll, describe, expect, it } from 'vitest';
import { fixedColour } from '../chart/fixed-colour.ts';
import type { Mark } from '../chart/scene.ts';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { degreeInk } from './degree-colours.ts';
import { badgeOf } from './badge.ts';
import { drawRisk, plateauName, riskGround, windowsOf } from './risk.ts';
import { trajectoryOf } from './testing.ts';
import { decadeTicks, timeAxis, timeReach } from './time-axis.ts';

let flow: FlowTrajectory;
let coarse: FlowTrajectory;
beforeAll(async () => {
  [flow, coarse] = [await trajectoryOf({ epsilon: 1e-4 }), await trajectoryOf({ epsilon: 1e-3 })];
});

const paths = (marks: readonly Mark[]): Extract<Mark, { kind: 'path' }>[] => marks.filter((mark) => mark.kind === 'path');
const texts = (marks: readonly Mark[]): Extract<Mark, { kind: 'text' }>[] => marks.filter((mark) => mark.kind === 'text');

/** Where t_k stands. */
const placeOf = (trajectory: FlowTrajectory, name: string, unit = 0): number => texts(riskGround(trajectory, [], null, 900, unit).within).find(({ text }) => text === name)!.x;

describe('the axis of time', () => {
  it('places equal factors equally far apart, and 0 before them', () => {
    const { place, ticks, breakAt } = timeAxis([1e-8, 1], [50, 850]);
    expect(place(0)).toBe(50);
    expect(place(1e-4) - place(1e-6)).toBeCloseTo(place(1e-2) - place(1e-4), 9);
    expect(place(1)).toBe(850);
    expect(breakAt).toBeLessThan(place(1e-8));
    expect(ticks.map(({ label }) => label)).toContain('10⁻⁴');
  });

  it('leaves ticks room for their names', () => {
    for (const pixels of [200, 400, 800]) {
      const ticks = decadeTicks(1e-10, 10, pixels);
      expect(((Math.log10(ticks[1] / ticks[0]) / 11) * pixels)).toBeGreaterThanOrEqual(40);
    }
    expect(decadeTicks(2, 9, 300)).toEqual([]);
  });

  it('stands still while ε moves within two decades', () => {
    const reach = (epsilon: number): number => timeReach([[epsilon / 100, 2]])[0];
    expect(reach(1e-5)).toBe(reach(9e-5));
    expect(reach(1e-4)).toBe(1e-6);
    expect(reach(1e-6)).toBe(1e-8);
  });
});

describe('what is predicted', () => {
  it('is marked where the formula has it', () => {
    const { x, within } = riskGround(flow, [], null, 900, 0);
    // t_0 = (ε/σ_0²) ln(2|1 − σ_0 ā/φ_0|), ā the mean of the 20 readouts (theory/timescales.md, section 4).
    const mean = flow.readout.subarray(0, 20).reduce((sum, a) => sum + a, 0) / 20;
    const t0 = (1e-4 / 0.25) * Math.log(2 * Math.abs(1 - (0.5 * mean) / 0.8));
    expect(placeOf(flow, 't₀')).toBeCloseTo(x.place(t0), 6);
    expect(texts(within).map(({ text }) => text)).toEqual(['t₀', 't₁', 't₂', 't₃']);
  });

  it('moves with ε, degree 0 by a whole decade and degree 1 by half of one and more', () => {
    const { x } = riskGround(flow, [coarse], null, 900, 0);
    const decade = x.place(1e-2) - x.place(1e-3);
    const moved = (degree: number): number => {
      const half = (trajectory: FlowTrajectory): number => trajectory.predictions.degrees.find((each) => each.degree === degree)!.halfTime!;
      return x.place(half(coarse)) - x.place(half(flow));
    };
    expect(moved(0)).toBeCloseTo(decade, 6);
    expect(moved(1) / decade).toBeGreaterThan(0.3);
    expect(moved(1) / decade).toBeLessThan(0.5);
    expect(placeOf(coarse, 't₁')).toBeGreaterThan(placeOf(flow, 't₁'));
  });

  it('lies on one place for every ε in the units of its transition', () => {
    const time = (trajectory: FlowTrajectory): number => {
      const { x } = riskGround(trajectory, [], null, 900, 1);
      const [low, high] = [x.place(1), x.place(10)];
      return (placeOf(trajectory, 't₀', 1) - low) / (high - low);
    };
    expect(time(flow)).toBeCloseTo(time(coarse), 9);
  });

  it('has windows that follow one another, degree 0’s by its exponential', () => {
    const windows = windowsOf(flow);
    const { halfTime, width } = flow.predictions.degrees[0];
    const rate = Math.log(9) / width!;
    expect(Math.exp(-rate * (windows[0].from - halfTime!)) / 2).toBeCloseTo(0.9, 9);
    expect(Math.exp(-rate * (windows[0].to - halfTime!)) / 2).toBeCloseTo(0.1, 9);
    windows.forEach(({ from, to }, i) => {
      expect(to).toBeGreaterThan(from);
      if (i) expect(from).toBeGreaterThanOrEqual(flow.predictions.degrees[i - 1].halfTime!);
    });
  });

  it('names plateaus by what is learned on them, with a gap where a degree never is', async () => {
    expect(plateauName(flow, 0, false)).toBe('degree 0 learned');
    expect(plateauName(flow, 2, false)).toBe('degrees ≤ 2 learned');
    const deaf = await trajectoryOf({ student: [0.5, 1, 0, 0.6], epsilon: 1e-2 });
    expect(plateauName(deaf, 3, false)).toBe('degrees 0, 1 and 3 learned');
  });
});

it('ticks half of each degree on the curve, where it is measured', () => {
  const { x, within } = riskGround(flow, [], null, 900, 0);
  const markers = paths(within).filter(({ fill }) => fill !== undefined);
  expect(markers).toHaveLength(4);
  // Degree 1 at ε = 1e-4: t_1 = 2.8332e-2 (references/timescales/transitions.json).
  const [, at] = markers[1].d.match(/M([\d.]+) /)!.map(Number);
  expect(at + 4.2).toBeCloseTo(x.place(2.8332e-2), 0);
  expect(fixedColour(markers[1].fill!, 'light')).toBe(fixedColour(degreeInk(1), 'light'));
});

it('lays other ε over it, and descent with its errors and a second axis', () => {
  const descent = { times: [0, 0.01, 1], mean: [1.3, 1, 0.1], sem: [0, 0.02, 0.01], seeds: 8, samples: 2000, who: 'descent', experiment: {} };
  const ground = riskGround(flow, [coarse], descent, 900, 0);
  const drawing = drawRisk(flow, 40, ground, [coarse], descent);
  expect(paths(ground.within).filter(({ width }) => width === 1.25)).toHaveLength(2);
  expect(texts(ground.marks).map(({ text }) => text)).toContain('n/d: samples of the descent, over its dimension');
  expect(drawing.legend.map(({ name }) => name)).toContain('descent, mean of 8 seeds ± 2 standard errors');
  expect(drawing.indexAt!(ground.x.place(flow.times[77]), 0)).toBe(77);
  const all = [...ground.marks, ...ground.within];
  expect(JSON.stringify(all)).not.toMatch(/NaN|Infinity|null/);
});

describe('the badge', () => {
  it('says where plateaus overlap, where the order is another, and where the flow is trapped', async () => {
    expect(badgeOf(await trajectoryOf({ epsilon: 1e-1 })).kind).toBe('overlapping');
    expect(badgeOf(await trajectoryOf({ epsilon: 1e-6 })).lines[0]).toMatch(/^At ε = 10⁻⁶ the plateaus after degrees 1 and 2 overlap with the next/);
    expect(badgeOf(await trajectoryOf({ target: [1, 1], student: [1, 1], epsilon: 1e-4 })).kind).toBe('staircase');
    const deaf = badgeOf(await trajectoryOf({ student: [0.5, 1, 0, 0.6], epsilon: 1e-2 }));
    expect([deaf.kind, deaf.lines[0]]).toEqual(['otherwise', 'The activation has no degree 2: the risk stays above 0.32.']);
    // φ_3 σ_3 < 0 and all else 1: stuck at .808 … .835 (theory/timescales.md, section 5).
    const trap = badgeOf(await trajectoryOf({ target: [1, 1, 1, 1], student: [1, 1, 1, -1], epsilon: 1e-3, horizon: 20 }));
    expect(trap.kind).toBe('trapped');
    expect(trap.lines[0]).toMatch(/trapped at this ε/);
  });

  it('keeps the width out of the mean field, which has none', () => {
    expect(badgeOf(flow).lines.join(' ')).not.toContain('Width 20');
  });
});
