import { describe, expect, it } from 'vitest';
import { viewOf } from '../testing.ts';
import { layOut, marksOf, nearestCurve, nearestStep } from './figure.ts';
import { figureScene, legendItems, legendRows } from './legend.ts';
import { sceneToSvg } from './paint.ts';
import { markerPath } from './scene.ts';
import { riskSpec } from './risk-spec.ts';
import { overlapSpec } from './specs.ts';
import { summaryOf } from './summary.ts';
import { tableOf } from './table.ts';
import { formatValue } from './words.ts';

const steps = Array.from({ length: 51 }, (_, i) => i);
const linear = { xScale: 'linear', yScale: 'linear' } as const;

describe('four neurons that look for one direction', () => {
  const view = viewOf(4, 1, steps);
  const spec = overlapSpec(view, { ...linear, show: 'overlaps' });

  it('names each neuron, tells them apart by dash and marker, and puts max |M| first', () => {
    const items = legendItems(spec);
    expect(items.map(({ name }) => name)).toEqual(['max |M|', 'neuron 1', 'neuron 2', 'neuron 3', 'neuron 4']);
    expect(new Set(spec.curves.map((curve) => `${curve.dash.join()}/${curve.marker}`)).size).toBe(5);
  });

  it('says which engine drew it', () => {
    expect(spec.caption).toContain('d = 256, p = 4, n = 1,024');
    expect(spec.caption).toContain('Drawn by the engine reference on the processor');
  });

  it('fits a phone: nothing leaves the 300 pixels it has', () => {
    const plot = layOut(spec, 300, 236);
    for (const mark of marksOf(plot)) {
      if (mark.kind !== 'text') continue;
      const width = mark.text.length * mark.size * 0.55;
      const from = mark.x - (mark.anchor === 'end' ? width : mark.anchor === 'middle' ? width / 2 : 0);
      expect(from, mark.text).toBeGreaterThanOrEqual(-1);
      expect(from + width, mark.text).toBeLessThanOrEqual(301);
    }
  });

  it('finds the step and the curve under the pointer', () => {
    const plot = layOut(spec, 600, 360);
    expect(nearestStep(plot, steps, plot.x.place(31) + 2)).toBe(31);
    const middle = spec.curves[1].values[31];
    expect(nearestCurve(plot, spec.curves, 31, plot.y.place(middle) + 1, false)?.name).toBe('neuron 2');
  });

  it('has a table of all that it draws, and a sentence', () => {
    const table = tableOf(spec, steps, 51);
    expect(table.head).toEqual(['step', 'neuron 1', 'neuron 2', 'neuron 3', 'neuron 4', 'max |M|']);
    expect(table.rows).toHaveLength(51);
    expect(table.omitted).toBe('');
    expect(summaryOf(spec, formatValue)).toBe('5 named curves, to step 50 of 50. max |M| starts at 0 and is now 1.000.');
  });
});

describe('64 neurons and 8 directions', () => {
  const long = Array.from({ length: 5001 }, (_, i) => i);
  const view = viewOf(64, 8, long);
  const spec = overlapSpec(view, { ...linear, xScale: 'log', show: 'overlaps' });

  it('draws all 512 curves with few points, and names the extremes and the median only', () => {
    expect(spec.curves).toHaveLength(513);
    expect(spec.curves[0].values.length).toBeLessThan(60);
    expect(legendItems(spec).map(({ name }) => name)).toEqual([
      'max |M|', '512 overlaps', 'highest: neuron 64 · w*8', 'median: neuron 32 · w*8', 'lowest: neuron 1 · w*1',
    ]);
  });

  it('keeps the table to the named ones and says so', () => {
    const shown = spec.curves.at(-1)!.steps;
    const table = tableOf(spec, shown, 5001);
    expect(table.head).toHaveLength(5);
    expect(table.omitted).toMatch(/^Shown: \d+ of 5001 recorded steps, 4 of 513 curves\./);
  });
});

describe('a file that leaves the page', () => {
  const spec = riskSpec(viewOf(4, 1, steps), { xScale: 'log', yScale: 'log' });
  const scene = figureScene(spec, layOut(spec, 688, 360), 'One curve.');
  const svg = sceneToSvg(scene);

  it('carries heading, axis titles, legend and caption, and no style from elsewhere', () => {
    for (const text of ['<title>Risk</title>', '>step<', '½ E(f − h*)² + ½ Δ', '>risk<', 'Drawn by the engine']) expect(svg).toContain(text);
    expect(svg).not.toMatch(/class=|style=|var\(|currentColor|light-dark|NaN|undefined/);
  });

  it('is well-formed and escapes what it quotes', () => {
    const hostile = sceneToSvg({ ...scene, title: '<script>"&\'' });
    expect(hostile).toContain('<title>&lt;script&gt;&quot;&amp;&#39;</title>');
    expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text>/g)!.length);
  });

  it('keeps the legend within the width', () => {
    const items = legendItems(overlapSpec(viewOf(12, 1, steps), { ...linear, show: 'overlaps' }));
    const rows = legendRows(items, 320);
    expect(rows.at(-1)!.row).toBeGreaterThan(2);
    expect(rows.every(({ x }) => x < 320)).toBe(true);
  });

  it('writes markers as closed outlines', () => {
    for (const marker of ['circle', 'square', 'triangle', 'diamond'] as const) expect(markerPath(marker, 10, 10)).toMatch(/^M[\d.]+ [\d.]+.*z$/);
  });
});

it('draws |M| on a logarithmic axis and says so', () => {
  const spec = overlapSpec(viewOf(2, 1, steps), { xScale: 'linear', yScale: 'log', show: 'overlaps' });
  expect(spec.yTitle).toBe('|M = ⟨w, w*⟩|');
  expect(spec.caption).toContain('Absolute values');
});

it('shows axes and a word before the first step', () => {
  const spec = riskSpec({ ...viewOf(2, 1, [0]), snapshots: [] }, linear);
  const texts = marksOf(layOut(spec, 400, 300)).flatMap((mark) => (mark.kind === 'text' ? mark.text : []));
  expect(texts).toContain('no steps yet');
});
