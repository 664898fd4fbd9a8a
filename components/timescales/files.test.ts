// A panel as a file: what stands in its picture, and the numbers beside it, against the trajectory that it draws.

import { beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import type { FlowTrajectory } from '../../src/run/timescales-trajectory.ts';
import { sceneToSvg } from '../chart/paint.ts';
import { csvOfFigure } from '../export/save-figure.ts';
import type { Drawing } from './drawing.ts';
import { cloudGround, drawCloud } from './neuron-cloud.ts';
import { aboutFlow, cloudNumbers, functionNumbers, residualNumbers, riskNumbers, slopeNumbers } from './numbers.ts';
import { drawRisk, riskGround } from './risk.ts';
import { panelScene } from './sheet.ts';
import { drawSlopes, slopeGround } from './slopes.ts';
import { cubic, trajectoryOf } from './testing.ts';

let flow: FlowTrajectory;
let coarse: FlowTrajectory;
beforeAll(async () => {
  [flow, coarse] = await Promise.all([1e-4, 1e-2].map((epsilon) => trajectoryOf({ epsilon })));
});

describe('a panel’s picture', () => {
  const svgOf = (drawing: Drawing): string => sceneToSvg(panelScene('A panel', flow, 100, drawing), 'light', '{"seed":1}');

  it('has heading, axes, legend, the moment and who drew it, and no style from elsewhere', () => {
    const svg = svgOf(drawRisk(flow, 100, riskGround(flow, [coarse], null, 688, 0), [coarse], null));
    for (const words of ['>A panel<', 'risk ½ E(f − φ)²', 't: time of the flow, η × steps', '>predicted plateau<', 'the same from ε = 0.01 to 0.01', 'At t = ', 'By theory, gradient flow at', '<metadata>{&quot;seed&quot;:1}</metadata>']) expect(svg).toContain(words);
    expect(svg).not.toMatch(/class=|style=|var\(|currentColor|light-dark|NaN|undefined|Infinity/);
    expect(svgOf(drawSlopes(flow, 100, slopeGround(flow, [coarse], 688)))).toMatch(/At t = [^:]*, at ε = 10⁻⁴: t₀/);
  });

  it('cuts off what has left the axes, where these are on the sheet', () => {
    // In the axes of degree 1 neurons leave to the right and upwards.
    const ground = cloudGround(flow, 688, 1);
    const drawing = drawCloud(flow, flow.times.length - 1, ground);
    const { left, right, top, bottom } = ground.box;
    const svg = svgOf(drawing);
    const frames = [...svg.matchAll(/<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" viewBox="([\d. ]+)" overflow="hidden">([\s\S]*?)<\/svg>/g)];
    expect(frames).toHaveLength(1);
    // The sheet's edge is 16 pixels wide, its heading 40 high.
    expect(frames[0].slice(1, 5).map(Number)).toEqual([left + 16, top + 40, right - left, bottom - top]);
    expect(frames[0][5]).toBe([left + 16, top + 40, right - left, bottom - top].join(' '));
    // A trail each, and the neurons that are still inside.
    expect(frames[0][6].match(/<path/g)!.length).toBe(drawing.within!.marks.length);
    const ends = [...frames[0][6].matchAll(/L(-?[\d.]+) (-?[\d.]+)"/g)].map(([, x]) => Number(x));
    expect(Math.max(...ends)).toBeGreaterThan(right + 16);
  });
});

describe('a panel’s numbers', () => {
  it('are of an experiment that parses to the flow’s, by the engine that followed it', () => {
    const about = aboutFlow('residuals', flow, 100);
    expect(parseExperiment(about.document)).toEqual(flow.experiment);
    expect([about.engine, about.stem, about.notes]).toEqual(['theory', 'plateau-residuals-m20-eps0.0001-seed1', { t: flow.times[100] }]);
    const lines = csvOfFigure({ ...about, ...residualNumbers(flow, 100) }).trimEnd().split('\n');
    expect(lines.slice(1, 4)).toEqual(['# engine: theory', `# t: ${flow.times[100]}`, 'degree,phi,sigma,res,share,half_time,half_time_predicted']);
    expect(lines[5].split(',').map(Number).slice(0, 4)).toEqual([1, cubic.target[1], cubic.student[1], flow.residuals[100 * 4 + 1]]);
  });

  it('of the risk are those of every flow drawn, and of descent', () => {
    const descent = { times: [0, 0.5], mean: [1.3, 1], sem: [0, 0.02], seeds: 8, samples: 2000, who: 'descent', experiment: {} };
    const rows = [...riskNumbers(flow, [coarse], descent).rows];
    expect(rows).toHaveLength(flow.times.length + coarse.times.length + 2);
    expect(rows[7]).toEqual(['flow', 1e-4, flow.times[7], flow.risk[7], null, ...flow.residuals.subarray(28, 32)]);
    expect(rows.at(-1)).toEqual(['descent', 1e-4, 0.5, 1, 0.02, null, null, null, null]);
  });

  it('of functions, neurons and half-times are what the panels draw', () => {
    const at = 120;
    const f = [...functionNumbers(flow, at).rows];
    // z = 1.5 is row 90; φ = Σ φ_k h_k with h_2 = (z² − 1)/√2 and h_3 = (z³ − 3z)/√6.
    const [z, phi] = f[90] as number[];
    expect([z, phi]).toEqual([1.5, expect.closeTo(0.8 + 1.5 + (0.8 * 1.25) / Math.SQRT2 + (0.6 * (1.5 ** 3 - 4.5)) / Math.sqrt(6), 12)]);
    // A picture is saved with numbers that nobody reads.
    const unread = cloudNumbers({ ...flow, readout: new Proxy(flow.readout, { get: () => { throw new Error('read'); } }) }, at);
    expect(() => [...unread.rows]).toThrow('read');
    const way = [...cloudNumbers(flow, at).rows];
    expect(way).toHaveLength(20 * (at + 1));
    expect(way[3 * (at + 1) + 5]).toEqual([4, flow.times[5], flow.overlaps[5 * 20 + 3], flow.readout[5 * 20 + 3]]);
    const halves = [...slopeNumbers(flow, [coarse]).rows].filter(([degree]) => degree === 1);
    expect(halves.map(([, epsilon]) => epsilon)).toEqual([1e-4, 1e-2]);
    // shared/references/timescales/transitions.json, cubic0123.
    expect(halves[0][2]).toBeCloseTo(0.028332164, 5);
  });
});
