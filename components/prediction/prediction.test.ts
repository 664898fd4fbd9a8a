import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import { preset } from '../../src/experiment/presets.ts';
import { predictWith } from '../../src/theory/predictions/predict.ts';
import { boundaryWords, diagramNumbers, diagramWords, extents, layOutDiagram, legendOf, type Diagram } from './diagram.ts';
import { fractionWords, measuredWords, noiseWords, orderWords, predictedWords, ratioWords, recoversWords, stepsWords } from './words.ts';

const he3 = parseExperiment(preset('he3-mu1.75')!.document);
const known = { informationExponent: 3, leapIndex: 3, why: null };
const prediction = predictWith(he3, known);
const here: Diagram = { order: 3, family: 'selfAligned', mu: 1.75, delta: 0.12 };

describe('predicted and measured, side by side', () => {
  const measured = { median: 2 * prediction.recoveryTime!, fraction: 0.975, seeds: 100 };

  it('are numbers of steps with what they are of', () => {
    expect(predictedWords(prediction)).toBe(stepsWords(prediction.recoveryTime!));
    expect(measuredWords(measured, 50)).toBe(`${stepsWords(measured.median)}, the median of 100 seeds`);
    expect(fractionWords(measured)).toBe('97.5 % of 100 seeds');
    expect(ratioWords(prediction, measured)).toBe('Measured over predicted: 2.0.');
    expect(recoversWords(prediction, he3)).toBe('yes');
    expect(noiseWords(prediction)).toMatch(/^\d.* with what noise costs/);
  });

  it('say what is missing', () => {
    expect([measuredWords(null, 50), fractionWords(null)]).toEqual(['not measured yet', 'not measured yet']);
    expect(measuredWords({ median: null, fraction: 0.2, seeds: 1024 }, 3000)).toBe('more than 3,000, the median of 1,024 seeds');
    expect(ratioWords(prediction, null)).toBeNull();
    expect(ratioWords({ ...prediction, recoveryTime: null }, measured)).toBeNull();
  });

  it('say no where the overlap does not grow, or the run ends before', () => {
    const large = parseExperiment({ ...he3, training: { ...he3.training, learningRate: 50 } });
    expect(recoversWords(predictWith(large, known), large)).toBe('no: it does not learn');
    const small = parseExperiment({ ...he3, training: { ...he3.training, learningRate: 1e-4 } });
    expect(recoversWords(predictWith(small, known), small)).toBe('no: the run ends before');
  });

  it('name the order that the activation feels, where it is another', () => {
    const deaf = parseExperiment({ ...he3, student: { ...he3.student, activation: 'x^2' } });
    expect(orderWords(prediction)).toBe('3');
    expect(orderWords(predictWith(deaf, known))).toBe('3, which the activation does not feel');
  });
});

describe('the phase diagram', () => {
  it('says where the boundary is: theory/online.md section 7', () => {
    expect(boundaryWords(here)).toBe('max(3/2 − μ, 0)');
    expect(boundaryWords({ ...here, family: 'free' })).toBe('3/2 − μ, and every δ from μ = 2 on');
    expect(boundaryWords({ ...here, order: 4 })).toBe('max(2 − μ, 0)');
    expect(diagramWords(here)).toContain('μ = 1.75, δ = 0.12, where the least δ that learns is 0.00');
    expect(diagramWords({ ...here, family: 'free', mu: 2.5, delta: -0.5 })).toContain('δ = −0.50, where every learning rate learns');
  });

  it('holds its corners and the experiment, wherever that is', () => {
    for (const [mu, delta] of [[0.1, 3], [4, -2], [1, 0.5]]) {
      const ends = extents({ ...here, mu, delta });
      expect(ends.mu[0] <= mu && mu <= ends.mu[1] && ends.mu[1] > 1.5).toBe(true);
      expect(ends.delta[0] <= delta && delta <= ends.delta[1] && ends.delta[0] < 0).toBe(true);
    }
  });

  it('puts the dot, the boundary’s corner and the line of balance where the axes say', () => {
    const marks = layOutDiagram(here, 400, 288);
    const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['this experiment', 'μ: batch n = d^μ', 'δ: learning rate γ = d^(−δ)']));
    const xOf = (label: string): number => texts.find(({ text, anchor }) => text === label && anchor === 'middle')!.x;
    const yOf = (label: string): number => texts.find(({ text, anchor }) => text === label && anchor === 'end')!.y - 4;
    const paths = marks.flatMap((mark) => (mark.kind === 'path' ? [mark] : []));
    const boundary = paths.find(({ width }) => width === 2)!.d.slice(1).split('L').map((pair) => pair.split(' ').map(Number));
    // δ ≥ 3/2 − μ begins at (0, 1.5), meets δ = 0 at μ = 1.5 and stays there.
    expect(boundary[0][0]).toBeCloseTo(xOf('0'), 0);
    expect(boundary[0][1]).toBeCloseTo(yOf('1.5'), 0);
    expect(boundary.find(([x]) => x >= xOf('1.5') - 0.05)![1]).toBeCloseTo(yOf('0'), 0);
    const dot = paths.at(-1)!.d;
    const [x, y] = /^M([\d.]+) ([\d.]+)a5/.exec(dot)!.slice(1).map(Number);
    expect(x + 5).toBeCloseTo(xOf('1.5') + (xOf('2') - xOf('1.5')) / 2, 0);
    expect(y).toBeCloseTo(yOf('0') - (0.12 / 0.5) * (yOf('0') - yOf('0.5')), 0);
  });

  it('has its boundary as numbers for a file, and a legend there and on the page', () => {
    const { columns, rows } = diagramNumbers(here);
    expect(columns).toEqual(['mu', 'delta_least', 'delta_balance']);
    for (const [mu, least, balance] of rows as number[][]) expect([least, balance]).toEqual([expect.closeTo(Math.max(1.5 - mu, 0), 12), 1 - mu]);
    expect([...diagramNumbers({ ...here, family: 'free' }).rows].at(-1)![1]).toBe(-Infinity);
    expect(legendOf(here).map(({ name }) => name)).toEqual(['learns as d grows: δ ≥ max(3/2 − μ, 0)', 'δ = 1 − μ: above it flow, below it noise dominates', 'this experiment']);
  });

  it('drops where every learning rate learns', () => {
    const free = layOutDiagram({ ...here, family: 'free' }, 400, 288).flatMap((mark) => (mark.kind === 'path' && mark.width === 2 ? [mark.d] : []))[0];
    const ys = free.slice(1).split('L').map((pair) => Number(pair.split(' ')[1]));
    expect(ys.at(-1)).toBe(244);
  });
});
