import { describe, expect, it } from 'vitest';
import { startBands } from '../../src/run/ensemble-bands.ts';
import { viewOf } from '../testing.ts';
import { layOut, marksOf, namedCurves } from './figure.ts';
import { figureScene, legendItems } from './legend.ts';
import { sceneToSvg } from './paint.ts';
import { riskSpec } from './risk-spec.ts';
import { keeper, overlapSpec } from './specs.ts';
import { stepsOf, summaryOf } from './summary.ts';
import { tableOf } from './table.ts';
import { theoryLook, type TheoryRun } from './theory.ts';
import { formatValue } from './words.ts';

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, i) => i);
const look = { xScale: 'linear', yScale: 'linear', show: 'overlaps' } as const;
const label = 'theory (overlap process)';

/** The same shape as a run, at half its overlaps and twice its risk. */
function theoryOf(p: number, k: number, steps: readonly number[]): TheoryRun {
  const snapshots = viewOf(p, k, steps).snapshots.map((snapshot) => ({ ...snapshot, M: snapshot.M.map((overlap) => overlap / 2), risk: 2 * snapshot.risk }));
  return { snapshots, label };
}

const layersOf = (before: ReturnType<typeof layOut>, after: ReturnType<typeof layOut>): boolean[] => after.layers.map((layer, i) => layer === before.layers[i]);

describe('theory beside four neurons', () => {
  const view = viewOf(4, 1, upTo(50));
  const spec = overlapSpec(view, { ...look, theory: theoryOf(4, 1, upTo(50)) });

  it('has a dashed curve for each of the run’s, in its colour, of the same quantity', () => {
    expect(spec.theory!.curves.map(({ ink }) => ink)).toEqual(spec.curves.map(({ ink }) => ink));
    spec.theory!.curves.forEach((curve, i) => {
      expect(curve.dash).toEqual([5, 4]);
      expect(curve.values.at(-1)).toBeCloseTo(spec.curves[i].values.at(-1)! / 2, 12);
    });
  });

  it('leaves the dashes to theory, and tells the run’s own curves apart by colour and marker', () => {
    expect(spec.curves.every(({ dash }) => dash.length === 0)).toBe(true);
    expect(new Set(spec.curves.map(({ ink, marker }) => `${JSON.stringify(ink)}/${marker}`)).size).toBe(5);
    expect(overlapSpec(view, { ...look, theory: null }).curves[1].dash).not.toEqual([]);
  });

  it('is in the legend once, with its dash, and under no cursor', () => {
    expect(legendItems(spec).filter(({ name }) => name.includes('theory'))).toEqual([expect.objectContaining({ name: label, dash: theoryLook.dash })]);
    expect(namedCurves(spec).map(({ name }) => name).join()).not.toContain('theory');
  });

  it('is in the table, in a sentence and in the caption', () => {
    const { head, rows } = tableOf(spec, stepsOf(spec), 51);
    expect(head.slice(6)).toEqual(['theory · neuron 1', 'theory · neuron 2', 'theory · neuron 3', 'theory · neuron 4', 'theory · max |M|']);
    expect(rows[50].slice(6).map((value) => value!.toFixed(3))).toEqual(['0.125', '0.250', '0.375', '0.500', '0.500']);
    expect(summaryOf(spec, formatValue)).toMatch(/theory \(overlap process\), max \|M\|: 0\.500 at step 50\.$/);
    expect(spec.caption).toContain(`Dashed: ${label}, from this run’s own start.`);
  });

  it('goes into a file, with its dash', () => {
    const svg = sceneToSvg(figureScene(spec, layOut(spec, 688, 360), 'Theory.'));
    expect(svg).toContain(`>${label}<`);
    // Five curves and the legend's swatch.
    expect(svg.match(/stroke-dasharray="5 4"/g)).toHaveLength(6);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('widens the axis of values where it leaves it', () => {
    const risk = riskSpec(view, { xScale: 'linear', yScale: 'linear', theory: theoryOf(4, 1, upTo(50)) });
    expect(layOut(risk, 600, 360).y.place(6)).toBeGreaterThanOrEqual(layOut(risk, 600, 360).top);
    expect(tableOf(risk, [0], 51).rows[0].slice(1)).toEqual([3, 6]);
  });

  it('follows what is drawn of the run', () => {
    const norms = overlapSpec(view, { ...look, show: 'norms', theory: theoryOf(4, 1, upTo(50)) });
    expect(norms.theory!.curves.map(({ name }) => name)).toEqual([1, 2, 3, 4].map((j) => `theory · neuron ${j}`));
  });
});

it('draws of a crowd what the run names, under the run’s names', () => {
  const spec = overlapSpec(viewOf(8, 8, upTo(20)), { ...look, theory: theoryOf(8, 8, upTo(20)) });
  expect(spec.theory!.curves.map(({ name }) => name)).toEqual(
    ['theory · lowest: neuron 1 · w*1', 'theory · median: neuron 4 · w*8', 'theory · highest: neuron 8 · w*8', 'theory · max |M|']);
  expect(tableOf(spec, [20], 21).head).toHaveLength(1 + 4 + 4);
});

it('keeps its place over bands: the run’s name for max M, and the columns of both', () => {
  const keep = startBands(upTo(50), 9);
  for (let seed = 0; seed < 9; seed++) keep.add({ seed, M: new Float64Array(51).fill(seed / 10), risk: new Float64Array(51).fill(1) });
  const spec = overlapSpec(viewOf(2, 1, upTo(50)), { ...look, bands: [{ bands: keep.bands(), engine: 'reduced' }], theory: theoryOf(2, 1, upTo(50)) });
  expect(tableOf(spec, [50], 51).head).toEqual(
    ['step', 'neuron 1', 'neuron 2', 'max M, this run', 'theory · neuron 1', 'theory · neuron 2', 'theory · max M', 'max M, median of 9 seeds', '5 %', '25 %', '75 %', '95 %']);
});

it('shows a long run at theory’s steps as far as theory has come', () => {
  const long = viewOf(1, 1, upTo(5000));
  const steps = upTo(5000).filter((step) => step % 50 === 0 && step <= 3000);
  const { curves } = overlapSpec(long, { ...look, theory: theoryOf(1, 1, steps) });
  const shown = curves[0].steps.filter((step) => step <= 3000);
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.every((step) => step % 50 === 0)).toBe(true);
  expect(curves[0].steps.at(-1)).toBe(5000);
});

it('is not there without a snapshot: then the figure says why, and keeps its dashes', () => {
  const spec = overlapSpec(viewOf(4, 1, upTo(5)), { ...look, theory: { snapshots: [], label, error: 'Theory is not drawn: no averages.' } });
  expect(spec.theory).toBeNull();
  expect(spec.caption).toMatch(/ Theory is not drawn: no averages\.$/);
  expect(spec.curves[1].dash).not.toEqual([]);
});

it('is drawn behind the run and over the bands, and only it again while it is computed', () => {
  const view = viewOf(4, 1, upTo(50));
  const keep = keeper();
  const whole = theoryOf(4, 1, upTo(50));
  const snapshots = whole.snapshots.slice(0, 20);
  const growing: TheoryRun = { ...whole, snapshots };
  const before = layOut(overlapSpec(view, { ...look, keep, theory: growing }), 600, 360);
  snapshots.push(...whole.snapshots.slice(20, 40));
  const after = layOut(overlapSpec(view, { ...look, keep, theory: { ...growing } }), 600, 360, before);
  expect(layersOf(before, after)).toEqual([true, true, true, false, true, true, true]);
  expect(marksOf(after).filter((mark) => mark.kind === 'path' && mark.dash?.join() === '5,4')).toHaveLength(5);

  const run = layOut(overlapSpec(viewOf(4, 1, upTo(50)), { ...look, keep, theory: { ...growing } }), 600, 360, after);
  expect(layersOf(after, run), 'and the run alone while that goes on').toEqual([true, true, true, true, false, true, true]);
});
