import { describe, expect, it } from 'vitest';
import { startBands, type Bands } from '../../src/run/ensemble-bands.ts';
import { viewOf } from '../testing.ts';
import type { SeedBands } from './bands.ts';
import { layOut, marksOf, namedCurves } from './figure.ts';
import { figureScene, legendItems } from './legend.ts';
import { sceneToSvg } from './paint.ts';
import { riskSpec } from './risk-spec.ts';
import { keeper, overlapSpec } from './specs.ts';
import { stepsOf, summaryOf } from './summary.ts';
import { tableOf } from './table.ts';
import { formatValue } from './words.ts';

const steps = Array.from({ length: 51 }, (_, i) => i);
const linear = { xScale: 'linear', yScale: 'linear' } as const;
const overlaps = { ...linear, show: 'overlaps' } as const;

/** Seed s rises to s/100, and below zero at first; its risk is 1 + s/100 all the time. */
function bandsOf(done: number, at: readonly number[] = steps): Bands {
  const keep = startBands(at, 101);
  for (let seed = 0; seed < done; seed++) {
    keep.add({ seed, M: Float64Array.from(at, (step) => (step / 50) * (seed / 100) - 0.01), risk: new Float64Array(at.length).fill(1 + seed / 100) });
  }
  return keep.bands();
}

const seeds = (done: number): SeedBands[] => [{ bands: bandsOf(done), engine: 'reduced' }];

describe('a run over the bands of its seeds', () => {
  const view = viewOf(4, 1, steps);
  const spec = overlapSpec(view, { ...overlaps, bands: seeds(101) });

  it('names the median in the legend, behind the run’s own largest overlap, which has its sign too', () => {
    expect(legendItems(spec).map(({ name }) => name)).toEqual(['max M, this run', 'max M, median of 101 seeds', 'neuron 1', 'neuron 2', 'neuron 3', 'neuron 4']);
  });

  it('says who drew the bands, and over how many seeds', () => {
    expect(spec.caption).toMatch(/Bands: 5–95\s% and 25–75\s% of 101 seeds by the engine reduced, exact in law\.$/);
    expect(overlapSpec(view, { ...overlaps, bands: seeds(37) }).caption).toContain('of 37 of 101 seeds by');
  });

  it('has them in its table, with the quantiles', () => {
    const table = tableOf(spec, stepsOf(spec), 51);
    expect(table.head.slice(-5)).toEqual(['max M, median of 101 seeds', '5 %', '25 %', '75 %', '95 %']);
    expect(table.rows[50].slice(-5)).toEqual([0.49, 0.04, 0.24, 0.74, 0.94].map((value) => expect.closeTo(value, 12) as number));
  });

  it('says them in a sentence', () => {
    expect(summaryOf(spec, formatValue)).toMatch(/max M, median of 101 seeds: 0\.490 at step 50, 90 % of them from 0\.040 to 0\.940\.$/);
  });

  it('lets the cursor stand on all their steps before the run has come so far', () => {
    const early = overlapSpec(viewOf(4, 1, [0, 1]), { ...overlaps, bands: seeds(9) });
    expect(stepsOf(early)).toEqual(steps);
    expect(namedCurves(early).map(({ name }) => name)[0]).toBe('max M, median of 9 seeds');
  });

  it('draws two areas and a line, behind the curves and within the plot', () => {
    const plot = layOut(spec, 600, 360);
    const filled = marksOf(plot).flatMap((mark) => (mark.kind === 'path' && mark.fill === 'accent' ? [mark] : []));
    expect(filled).toHaveLength(2);
    expect(filled.every(({ d, opacity }) => /^M[\d.,LZ-]+Z$/.test(d) && opacity! < 0.3)).toBe(true);
    for (const { d } of filled) for (const [, , y] of d.matchAll(/([\d.-]+),([\d.-]+)/g)) expect(Number(y)).toBeLessThanOrEqual(plot.bottom);
  });

  it('goes into a file', () => {
    const svg = sceneToSvg(figureScene(spec, layOut(spec, 688, 360), 'Bands.'));
    expect(svg).toContain('>max M, median of 101 seeds<');
    // Two areas in the plot and two in the legend's swatch.
    expect(svg.match(/<path [^>]*fill="#2a4fa0"/g)).toHaveLength(4);
    expect(svg).not.toMatch(/NaN|undefined|var\(/);
  });

  it('is the run alone while one seed is done', () => {
    const alone = overlapSpec(view, { ...overlaps, bands: seeds(1) });
    expect(alone.bands).toEqual([]);
    expect(alone.curves.at(-1)!.name).toBe('max |M|');
  });

  it('has none behind the overlaps of neurons with each other', () => {
    expect(overlapSpec(view, { ...overlaps, show: 'students', bands: seeds(9) }).bands).toEqual([]);
  });
});

it('tells two losses apart by colour and by dash', () => {
  const both: SeedBands[] = [{ ...seeds(9)[0], name: 'correlation loss' }, { ...seeds(9)[0], name: 'square loss' }];
  const { bands, caption } = overlapSpec(viewOf(2, 1, steps), { ...overlaps, bands: both });
  expect(bands[0].median.ink).not.toEqual(bands[1].median.ink);
  expect(bands[0].median.dash).not.toEqual(bands[1].median.dash);
  expect(bands.map(({ median }) => median.name)).toEqual(['correlation loss: max M, median of 9 seeds', 'square loss: max M, median of 9 seeds']);
  expect(caption).toContain('Bands of the square loss: ');
});

it('draws on a logarithmic axis what has a logarithm, and lays the rest on the floor', () => {
  const spec = overlapSpec(viewOf(2, 1, steps), { ...overlaps, xScale: 'log', yScale: 'log', bands: seeds(101) });
  const plot = layOut(spec, 600, 360);
  const paths = marksOf(plot).flatMap((mark) => (mark.kind === 'path' ? [mark.d] : []));
  expect(paths.join()).not.toMatch(/NaN|Infinity/);
  expect(riskSpec(viewOf(2, 1, steps), { ...linear, yScale: 'log', bands: seeds(5) }).bands[0].median.values[7]).toBeCloseTo(1.02, 12);
});

it('shows a long run at the steps of its bands, and where it is now', () => {
  const long = Array.from({ length: 5001 }, (_, i) => i);
  const at = long.filter((step) => step % 50 === 0);
  const { curves } = overlapSpec(viewOf(1, 1, long.slice(0, 4321)), { ...overlaps, bands: [{ bands: bandsOf(4, at), engine: 'reduced' }] });
  expect(curves[0].steps).toEqual([...at.filter((step) => step < 4320), 4320]);
});

describe('while seeds come in', () => {
  const view = viewOf(4, 1, steps);
  const keep = keeper();
  const before = layOut(overlapSpec(view, { ...overlaps, bands: seeds(50), keep }), 600, 360);

  it('only the bands are drawn again', () => {
    const after = layOut(overlapSpec(view, { ...overlaps, bands: seeds(51), keep }), 600, 360, before);
    expect(after.layers.map((layer, i) => layer === before.layers[i])).toEqual([true, false, true, true, true, true, true]);
  });

  it('all is drawn again in another size', () => {
    const after = layOut(overlapSpec(view, { ...overlaps, bands: seeds(50), keep }), 500, 360, before);
    expect(after.layers.some((layer, i) => layer === before.layers[i])).toBe(false);
  });

  it('the curves are drawn again when the run goes on', () => {
    const after = layOut(overlapSpec(viewOf(4, 1, steps), { ...overlaps, bands: seeds(50), keep }), 600, 360, before);
    expect(after.layers[4]).not.toBe(before.layers[4]);
  });
});
