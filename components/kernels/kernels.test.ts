import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/run/contract.ts';
import { fixedColour } from '../chart/fixed-colour.ts';
import { textWidth } from '../chart/figure.ts';
import { sceneToSvg } from '../chart/paint.ts';
import { inkOf, levelOf, levels } from './colours.ts';
import { moved } from './cursor.ts';
import { layOutMap } from './map.ts';
import { kernelsScene } from './scene.ts';
import { captionOf, numbersOf, readingOf, tableOf, withError, type Spot } from './words.ts';

/** Entries that tell place, time and neurons apart; Γ and K causal. */
function kernelsOf(steps: number, p: number): Kernels {
  const table = (entry: (t: number, s: number, i: number, j: number) => number): number[][][][] =>
    Array.from({ length: steps }, (_, t) => Array.from({ length: steps }, (_, s) => Array.from({ length: p }, (_, i) => Array.from({ length: p }, (_, j) => entry(t, s, i, j)))));
  const C = table((t, s, i, j) => (i === j ? 0.8 : i < j ? -0.4 : -0.3) / (1 + t + s));
  const Gamma = table((t, s, i, j) => (s > t ? 0 : (i === j ? 0.5 : i < j ? -0.375 : -0.25) * (s === t ? 1 : -0.3)));
  const K = table((t, s, i, j) => (s >= t ? 0 : i === j ? 1 : i < j ? 0.1 : 0.2));
  return { C, Gamma, K, sem: { C: table(() => 0.0012), Gamma: table(() => 0.02), K: table((t, s) => (s === t - 1 ? 0 : 0.003)) } };
}

const two = kernelsOf(4, 2);
const paths = (map: ReturnType<typeof layOutMap>): { d: string; fill: string | null; stroke: string | null }[] =>
  map.marks.flatMap((mark) => (mark.kind === 'path' ? [{ d: mark.d, fill: mark.fill ? fixedColour(mark.fill, 'light') : null, stroke: mark.stroke ? fixedColour(mark.stroke, 'light') : null }] : []));

/** Colour of the cell drawn at a spot, from the shapes alone. */
function colourAt(map: ReturnType<typeof layOutMap>, spot: Spot): string | null {
  const { x, y, side } = map.squareOf(spot);
  const [cx, cy] = [x + side / 2, y + side / 2];
  const within = (d: string): boolean => [...d.matchAll(/M(-?[\d.]+) (-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h-?[\d.]+z/g)].some(([, left, top, width, height]) =>
    cx > Number(left) && cx < Number(left) + Number(width) && cy > Number(top) && cy < Number(top) + Number(height));
  return paths(map).find(({ d, fill }) => fill !== null && within(d))?.fill ?? null;
}

const brightness = (hex: string): number => [1, 3, 5].reduce((sum, at, i) => sum + [0.2126, 0.7152, 0.0722][i] * Number.parseInt(hex.slice(at, at + 2), 16), 0);

describe('colours', () => {
  it.each(['light', 'dark'] as const)('leave the ground in lightness on both sides of zero, %s', (scheme) => {
    const away = (level: number): number => Math.abs(brightness(fixedColour(inkOf(level), scheme)) - brightness(fixedColour(inkOf(0), scheme)));
    for (let level = 1; level <= levels; level++) for (const sign of [-1, 1]) expect(away(sign * level)).toBeGreaterThan(away(sign * (level - 1)));
    // The sides differ in blueness, against a ground of neither colour.
    const blueness = (level: number): number => {
      const [red, , blue] = [1, 3, 5].map((at) => Number.parseInt(fixedColour(inkOf(level), scheme).slice(at, at + 2), 16));
      return blue - red;
    };
    for (const level of [6, 12, 24]) expect([blueness(-level) > 20, blueness(level) < -20]).toEqual([true, true]);
  });

  it('are those of the value’s share of the scale, zero in the middle', () => {
    expect([levelOf(0, 2), levelOf(2, 2), levelOf(-2, 2), levelOf(1, 2), levelOf(-9, 2), levelOf(0, 0)]).toEqual([0, 24, -24, 12, -24, 0]);
  });
});

describe('a map', () => {
  it('has a tile for each pair of neurons, each entry in its colour, and no cell before its cause', () => {
    for (const name of ['C', 'Gamma', 'K'] as const) {
      const map = layOutMap(two, name, 'all', 320);
      expect(map.limit).toBe({ C: 0.8, Gamma: 0.5, K: 1 }[name]);
      for (let t = 0; t < 4; t++)
        for (let s = 0; s < 4; s++)
          for (const [i, j] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
            const hidden = name === 'Gamma' ? s > t : name === 'K' && s >= t;
            const expected = hidden ? null : fixedColour(inkOf(levelOf(two[name][t][s][i][j], map.limit)), 'light');
            expect(colourAt(map, { i, j, t, s }), `${name} ${i}${j} ${t}${s}`).toBe(expected);
          }
      // Hatched where nothing is drawn: a line through the corner of each tile.
      const hatched = paths(map).filter(({ d, fill }) => fill === null && d.includes('L'));
      expect(hatched).toHaveLength(name === 'C' ? 0 : 4);
    }
  });

  it('gives entries that nothing determines no colour, and no say in the scale', () => {
    const lost = kernelsOf(4, 2);
    [lost.Gamma[3][1][0][1], lost.sem.Gamma[3][1][0][1]] = [-3.9e23, 1.1e23];
    const map = layOutMap(lost, 'Gamma', 'all', 320);
    expect([map.limit, map.vague, layOutMap(two, 'Gamma', 'all', 320).vague]).toEqual([0.5, true, false]);
    expect(colourAt(map, { i: 0, j: 1, t: 3, s: 1 })).toBeNull();
    expect(colourAt(map, { i: 0, j: 0, t: 3, s: 1 })).toBe(fixedColour(inkOf(levelOf(-0.15, 0.5)), 'light'));
    expect(captionOf(lost, '', { every: 1, vague: true }).join(' ')).toContain('A dash in place of a colour: not determined by these copies');
  });

  it('knows what is under each pixel of a cell, and nearest to one outside', () => {
    const map = layOutMap(two, 'C', 'all', 320);
    for (const spot of [{ i: 0, j: 0, t: 0, s: 0 }, { i: 0, j: 1, t: 3, s: 1 }, { i: 1, j: 0, t: 2, s: 3 }, { i: 1, j: 1, t: 3, s: 3 }]) {
      const { x, y, side } = map.squareOf(spot);
      for (const [dx, dy] of [[0.5, 0.5], [side - 0.5, 0.5], [0.5, side - 0.5]]) expect(map.at(x + dx, y + dy)).toEqual(spot);
    }
    expect(map.at(-50, -50)).toEqual({ i: 0, j: 0, t: 0, s: 0 });
    expect(map.at(5000, 5000)).toEqual({ i: 1, j: 1, t: 3, s: 3 });
    expect(layOutMap(two, 'C', [1, 0], 320).at(-50, 5000)).toEqual({ i: 1, j: 0, t: 3, s: 0 });
  });

  it.each([[1, 260], [4, 200], [2, 70]])('stays within its width, at whole pixels: %i neurons, %i pixels a map of 90 steps', (p, width) => {
    const map = layOutMap(kernelsOf(90, p), 'K', p > 1 ? 'all' : [0, 0], width);
    const last = map.squareOf({ i: p - 1, j: p - 1, t: 0, s: map.every * (map.cells - 1) });
    expect(last.x + last.side).toBeLessThanOrEqual(width);
    expect([Number.isInteger(last.side), last.side >= 1, map.every > 1]).toEqual([true, true, p > 1]);
    expect(map.at(last.x + last.side / 2, last.y + last.side / 2).s).toBe(map.every * (map.cells - 1));
    // Ticks do not run into each other.
    const ticks = map.marks.flatMap((mark) => (mark.kind === 'text' && mark.anchor === 'middle' && mark.size === 12 ? [[mark.x, textWidth(mark.text) / 2]] : [])).sort(([a], [b]) => a - b);
    expect(ticks.length).toBeGreaterThanOrEqual(p);
    for (let i = 1; i < ticks.length; i++) expect(ticks[i][0] - ticks[i][1]).toBeGreaterThan(ticks[i - 1][0] + ticks[i - 1][1]);
  });
});

describe('the cursor', () => {
  const map = layOutMap(two, 'C', 'all', 320);
  it('goes by arrows through the tiles, and never off them', () => {
    const at = (i: number, j: number, t: number, s: number): Spot => ({ i, j, t, s });
    expect(moved(map, 'all', null, 'ArrowDown')).toEqual(at(0, 0, 0, 0));
    expect(moved(map, 'all', at(0, 0, 3, 1), 'ArrowDown')).toEqual(at(1, 0, 0, 1));
    expect(moved(map, 'all', at(0, 1, 2, 0), 'ArrowLeft')).toEqual(at(0, 0, 2, 3));
    expect(moved(map, 'all', at(0, 0, 0, 0), 'ArrowUp')).toEqual(at(0, 0, 0, 0));
    expect(moved(map, 'all', at(0, 0, 1, 1), 'End')).toEqual(at(0, 1, 1, 3));
    expect(moved(map, 'all', at(0, 0, 1, 1), 'ArrowRight', 10)).toEqual(at(0, 1, 1, 3));
    expect(moved(map, 'all', at(0, 0, 1, 1), 'a')).toBeNull();
    expect(moved(layOutMap(two, 'C', [1, 0], 320), [1, 0], at(1, 0, 3, 1), 'ArrowDown')).toEqual(at(1, 0, 3, 1));
  });
});

describe('words', () => {
  it('read an entry with its error, to the error’s digit', () => {
    expect(readingOf(two, 'C', { i: 0, j: 1, t: 1, s: 0 })).toBe('C₁₂(t = 1, s = 0) = −0.200 ± 0.001');
    expect(readingOf(two, 'K', { i: 0, j: 0, t: 3, s: 2 })).toBe('K₁₁(t = 3, s = 2) = 1.000');
    expect(readingOf(two, 'Gamma', { i: 1, j: 0, t: 1, s: 3 })).toBe('Γ₂₁(t = 1, s = 3) = 0: no answer before its cause');
    expect(readingOf(kernelsOf(2, 1), 'Gamma', { i: 0, j: 0, t: 1, s: 1 })).toBe('Γ(t = 1, s = 1) = 0.50 ± 0.02');
    expect(withError(-12.34, 3)).toEqual({ value: '−12', sem: '3' });
    expect(withError(0.17699, 0.00031)).toEqual({ value: '0.1770', sem: '0.0003' });
    expect(withError(0.17699, 0.00098)).toEqual({ value: '0.177', sem: '0.001' });
    expect(withError(0.17699, 0.1)).toEqual({ value: '0.2', sem: '0.1' });
    expect(withError(-3.94e23, 1.2e23)).toEqual({ value: '−3.9·10²³', sem: '10²³' });
  });

  it('make a table with a row for each pair of steps and neurons, and say what it leaves out', () => {
    const all = tableOf(two, 'all');
    expect(all.head).toEqual(['i', 'j', 't', 's', 'C', '±', 'Γ', '±', 'K', '±']);
    expect(all.rows).toHaveLength(64);
    expect(all.rows[4 * (4 * 2 + 1) + 1]).toEqual(['1', '2', '2', '1', '−0.100', '0.001', '0.11', '0.02', '0.100', '0']);
    const one = tableOf(two, [1, 0]);
    expect([one.head, one.rows.length, one.omitted]).toEqual([['t', 's', 'C₂₁', '±', 'Γ₂₁', '±', 'K₂₁', '±'], 16, '']);
    expect(one.rows[1]).toEqual(['0', '1', '−0.150', '0.001', '0', '0', '0', '0']);
    const long = tableOf(kernelsOf(40, 2), 'all');
    expect([long.rows.length, long.omitted]).toEqual([1000, 'Shown: the first 1,000 of 6,400 rows. The saved CSV and JSON have all.']);
  });

  it('are all in a file, with their errors', () => {
    const { columns, rows } = numbersOf(two);
    const all = [...rows];
    expect([columns.join(), all.length]).toEqual(['i,j,t,s,C,C_sem,Gamma,Gamma_sem,K,K_sem', 64]);
    for (const [i, j, t, s, C, , , , K, sem] of all as number[][]) expect([C, K, sem]).toEqual([two.C[t][s][i - 1][j - 1], two.K[t][s][i - 1][j - 1], two.sem.K[t][s][i - 1][j - 1]]);
    expect([...numbersOf(kernelsOf(40, 2)).rows]).toHaveLength(6400);
  });

  it('are made as they are read, and read as often as one likes', () => {
    const unread = { ...two, get sem(): never { throw new Error('read'); } };
    const { rows } = numbersOf(unread);
    expect(() => [...rows]).toThrow('read');
    const again = numbersOf(two).rows;
    expect([...again]).toEqual([...again]);
  });

  it('say who computed, and which steps are drawn', () => {
    expect(captionOf(two, 'theory beside the run (DMFT)', { every: 1, vague: false })[0]).toBe('Theory beside the run (DMFT), steps 0 to 3: means over independent replicas, ± their standard error.');
    expect(captionOf(two, '', { every: 3, vague: false })).toEqual(expect.arrayContaining([expect.stringMatching(/^Steps 0 to 3/), 'One step in 3 is drawn.']));
  });

  it('stand in the file too, with all three maps side by side', () => {
    const scene = kernelsScene(two, 'all', { width: 720, title: 'Kernels', label: 'theory (DMFT)' });
    const svg = sceneToSvg(scene, 'dark');
    for (const words of ['Kernels', 'how the force at t answers the field at s', 'Γ₁₂', 'K₂₂', 'step t ↓', 'step s →', 'Theory (DMFT), steps 0 to 3']) expect(svg).toContain(words);
    const right = Math.max(...scene.marks.flatMap((mark) => (mark.kind === 'path' ? [...mark.d.matchAll(/M(-?[\d.]+) /g)].map(([, x]) => Number(x)) : [])));
    expect([right > 500, right < 720]).toEqual([true, true]);
  });
});
