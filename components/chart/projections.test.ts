import { describe, expect, it } from 'vitest';
import { startBands } from '../../src/run/ensemble-bands.ts';
import { viewOf } from '../testing.ts';
import type { SeedBands } from './bands.ts';
import { layOut, marksOf, namedCurves } from './figure.ts';
import { figureScene, legendItems } from './legend.ts';
import { seedPoints } from './points.ts';
import { projectionSpec } from './projections.ts';
import { sceneToSvg } from './paint.ts';
import { keeper } from './specs.ts';
import { stepsOf, summaryOf } from './summary.ts';
import { tableOf } from './table.ts';
import { namedFrame, turner } from './target-frame.ts';
import { formatValue } from './words.ts';

const steps = [0, 1, 2, 3, 4, 5, 6];
const look = { xScale: 'linear', yScale: 'linear' } as const;
const frame = namedFrame({ rows: [[0.6, -0.8], [0.8, 0.6]], by: 'mean' }, true);
const turn = turner(frame.rows);

/** At step t seed s has M = t (0.1 + s/1000) for the first of `p` neurons along the first direction, its opposite for the second neuron; nothing along others. */
function seeds(done: number, p = 2, k = 2, rows: readonly (readonly number[])[] = frame.rows): SeedBands[] {
  const keep = startBands(steps, 32, k);
  for (let seed = 0; seed < done; seed++) {
    const M = steps.flatMap((t) => Array.from({ length: p }, (_, j) => rows[0].map((x) => (j > 1 ? 0 : 1 - 2 * j) * t * (0.1 + seed / 1000) * x)).flat());
    keep.add({ seed, M: Float64Array.from(M), risk: new Float64Array(7).fill(1) });
  }
  return [{ bands: keep.bands(), engine: 'matrix-free' }];
}

describe('two neurons along e and e⊥', () => {
  const view = viewOf(2, 2, steps);
  const theory = { snapshots: view.snapshots.map((snapshot) => ({ ...snapshot, M: snapshot.M.map((x) => x / 2) })), label: 'theory (DMFT)' };
  const spec = projectionSpec(view, frame, turn, { ...look, bands: seeds(32), theory });

  it('turns M, of the run and of theory alike', () => {
    const { M } = view.snapshots[6];
    const e = [0.6 * M[0] - 0.8 * M[1], 0.8 * M[0] + 0.6 * M[1], 0.6 * M[2] - 0.8 * M[3], 0.8 * M[2] + 0.6 * M[3]];
    expect(spec.curves.map(({ values }) => values[6])).toEqual(e.map((x) => expect.closeTo(x, 14) as number));
    expect(spec.theory!.curves.map(({ values }) => values[6])).toEqual(e.map((x) => expect.closeTo(x / 2, 14) as number));
  });

  it('has seeds as points: mean, std with ddof 1, sem', () => {
    expect(spec.bands).toEqual([]);
    const { name, sets } = spec.points!;
    expect(name).toBe('mean of 32 seeds ± std');
    expect(sets.map((set) => set.name)).toEqual(['neuron 1 · e', 'neuron 1 · e⊥', 'neuron 2 · e', 'neuron 2 · e⊥']);
    // The mean of s/1000 over s = 0 … 31 is 0.0155, its variance (32² − 1)/12 · 32/31 · 10⁻⁶.
    const std = 6 * Math.sqrt((((32 ** 2 - 1) / 12) * 32) / 31) / 1000;
    expect(sets.map(({ mean }) => mean.values[6])).toEqual([6 * 0.1155, 0, -6 * 0.1155, 0].map((x) => expect.closeTo(x, 12) as number));
    expect(sets.map((set) => set.std[6])).toEqual([std, 0, std, 0].map((x) => expect.closeTo(x, 12) as number));
    expect(sets[2].sem[6]).toBeCloseTo(std / Math.sqrt(32), 12);
  });

  it('says who is who: shapes first, then neurons and directions with the seeds’ means as values', () => {
    expect(legendItems(spec).map(({ kind, name }) => [kind, name])).toEqual([
      ['point', 'mean of 32 seeds ± std'], ['line', 'theory (DMFT)'], ['line', 'this run'],
      ['line', 'neuron 1 · e'], ['line', 'neuron 1 · e⊥'], ['line', 'neuron 2 · e'], ['line', 'neuron 2 · e⊥'],
    ]);
    expect(new Set(spec.points!.sets.map(({ mean: { ink, marker } }) => `${JSON.stringify(ink)} ${marker}`)).size).toBe(4);
    expect(spec.points!.sets.map(({ mean }) => mean.ink)).toEqual(spec.curves.map(({ ink }) => ink));
    expect(spec.yTitle).toBe('⟨w, e⟩, ⟨w, e⊥⟩');
    expect(spec.caption).toContain('e = E[y z]/|E[y z]| = (0.600, −0.800), e⊥ = (0.800, 0.600).');
    expect(spec.caption).toMatch(/Points: mean of 32 seeds by the engine matrix-free, exact in law\. Bars: ± one standard deviation over seeds; the mean’s standard error is 1\/√32 of it\.$/);
  });

  it('names whole steps, and draws a marker at each and a bar where there is a spread', () => {
    const plot = layOut(spec, 600, 360);
    expect(plot.x.ticks.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    const points = plot.layers.at(-2)!;
    expect(points.filter((mark) => mark.kind === 'path' && mark.fill)).toHaveLength(4 * 7);
    const bars = points.flatMap((mark) => (mark.kind === 'path' && mark.stroke ? [mark.d] : []));
    // Not along e⊥, where they are 0, nor at step 0.
    expect(bars).toHaveLength(2 * 6);
    const { std, mean } = spec.points!.sets[0];
    const [, x, top, bottom] = /^M([\d.]+) ([\d.]+)L[\d.]+ ([\d.]+)M/.exec(bars.find((d) => d.startsWith(`M${Math.round(plot.x.place(6) * 10) / 10} `))!)!.map(Number);
    expect(x).toBeCloseTo(plot.x.place(6), 0);
    expect([top, bottom]).toEqual([plot.y.place(mean.values[6] + std[6]), plot.y.place(mean.values[6] - std[6])].map((y) => expect.closeTo(y, 0) as number));
    expect(top).toBeGreaterThanOrEqual(plot.top);
  });

  it('is in the table, in a sentence and in a file', () => {
    const table = tableOf(spec, stepsOf(spec), 7);
    expect(table.head.slice(9, 12)).toEqual(['neuron 1 · e, mean of 32 seeds', 'std', 'sem']);
    expect(table.rows[6][9]).toBeCloseTo(6 * 0.1155, 12);
    expect(table.rows.every((row) => row.length === table.head.length)).toBe(true);
    expect(summaryOf(spec, formatValue)).toContain('neuron 2 · e, mean of 32 seeds: −0.693 ± 0.056 at step 6.');
    const svg = sceneToSvg(figureScene(spec, layOut(spec, 688, 360), 'Points.'));
    expect(svg).toContain('>mean of 32 seeds ± std<');
    expect(svg).not.toMatch(/NaN|undefined|var\(/);
  });

  it('has the means under the cursor', () => {
    expect(namedCurves(spec).map(({ name }) => name)).toContain('neuron 2 · e, mean of 32 seeds');
  });
});

it('draws the seeds alone before the run begins, and the run alone without seeds', () => {
  const idle = projectionSpec({ ...viewOf(2, 2, steps), snapshots: [] }, frame, turn, { ...look, bands: seeds(9) });
  expect(idle.curves).toEqual([]);
  expect(legendItems(idle).map(({ name }) => name)).toEqual(['mean of 9 seeds ± std', 'neuron 1 · e', 'neuron 1 · e⊥', 'neuron 2 · e', 'neuron 2 · e⊥']);
  expect(idle.caption).toContain('mean of 9 of 32 seeds');
  const texts = marksOf(layOut(idle, 600, 360)).flatMap((mark) => (mark.kind === 'text' ? mark.text : []));
  expect(texts).not.toContain('no steps yet');

  const alone = projectionSpec(viewOf(2, 2, steps), frame, turn, { ...look, bands: seeds(1) });
  expect(alone.points).toBeNull();
  expect(legendItems(alone).map(({ name }) => name)).toEqual(['neuron 1 · e', 'neuron 1 · e⊥', 'neuron 2 · e', 'neuron 2 · e⊥']);
});

it('moves markers apart sideways where they would hide each other, and no others', () => {
  const view = viewOf(2, 2, steps);
  const { sets } = projectionSpec(view, frame, turn, { ...look, bands: seeds(32) }).points!;
  const spread = sets.map((set) => ({ ...set, std: steps.map(() => 0.01) }));
  const ground = { x: { place: (step: number) => 100 * step }, y: { place: (value: number) => 200 - 200 * value }, bottom: 400 };
  const markers = seedPoints('', spread).draw(ground, false).flatMap((mark) => (mark.kind === 'path' && mark.fill ? [Number(/^M([-\d.]+)/.exec(mark.d)![1])] : []));
  // Circles begin at their left end and squares too; at step 6 the two of e⊥ share a height.
  const last = markers.slice(-4).map((x) => Math.round(x + 2.6) - 600);
  expect(last.toSorted((a, b) => a - b)).toEqual([-4, 0, 0, 4]);
});

it('draws a crowd by what the run names of it', () => {
  const rows = Array.from({ length: 8 }, (_, r) => Array.from({ length: 8 }, (_, s) => (r === s ? 1 : 0)));
  const crowd = projectionSpec(viewOf(8, 8, steps), namedFrame({ rows, by: 'axes' }, false), turner(rows), { ...look, bands: seeds(5, 8, 8, rows) });
  expect(crowd.points!.sets.map(({ name }) => name)).toEqual(['lowest: neuron 1 · w*1', 'median: neuron 4 · w*8', 'highest: neuron 8 · w*8']);
  expect(crowd.caption).toContain('Along the rows of W*: no direction enters the target.');
});

it('only draws again what has changed while seeds come in', () => {
  const [view, keep] = [viewOf(2, 2, steps), keeper()];
  const before = layOut(projectionSpec(view, frame, turn, { ...look, keep, bands: seeds(31) }), 600, 360);
  const after = layOut(projectionSpec(view, frame, turn, { ...look, keep, bands: seeds(32) }), 600, 360, before);
  expect(before.y.key).toBe(after.y.key);
  expect(after.layers.map((layer, i) => layer === before.layers[i])).toEqual([true, true, true, true, true, false, true]);
});

describe('names of directions', () => {
  const rows = [[0, 0, 1], [1, 0, 0], [0, 1, 0]];

  it('count beyond two, and say in which order they stand', () => {
    expect(namedFrame({ rows, by: 'mean' }, false)).toMatchObject({
      names: ['e₁', 'e₂', 'e₃'],
      words: ' e₁ = E[y z]/|E[y z]| = (0, 0, 1.000), e₂ = (1.000, 0, 0), e₃ = (0, 1.000, 0). The others stand in the order in which one pass learns them.',
    });
  });

  it('say that E[y z] is 0', () => {
    expect(namedFrame({ rows, by: 'order' }, true).words).toMatch(/^ e₁ = \(0, 0, 1\.000\), .* E\[y z\] = 0: the directions stand in the order in which samples seen again teach them\.$/);
  });

  it('follow an array of snapshots that grows', () => {
    const view = viewOf(2, 3, steps);
    const snapshots = view.snapshots.slice(0, 3);
    const along = turner(rows);
    const first = along(snapshots);
    snapshots.push(view.snapshots[3]);
    expect(along(snapshots)).toBe(first);
    expect(first).toHaveLength(4);
    const { M } = snapshots[3];
    expect([...first[3].M]).toEqual([M[2], M[0], M[1], M[5], M[3], M[4]]);
  });
});
