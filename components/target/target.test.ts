import { describe, expect, it } from 'vitest';
import { analyseTarget, type Exponent } from '../../src/model/target/analysis.ts';
import { basisWords, rank } from './directions.ts';
import { beyondWords, layOutSpectrum, legendOf, shareWords, spectrumOf, spectrumWords } from './spectrum.ts';
import { exponentValue, finiteWords, generativeWords, informationWords, leapWords, restWords, stageWords, staircaseWords } from './words.ts';

const decided = (value: number | null): Exponent => ({ value, undecided: false, why: null });
const undecided: Exponent = { value: null, undecided: true, why: 'whether order 2 is active cannot be told from the quadrature’s noise' };

describe('directions in words', () => {
  it('are coordinates, sums with their norm, or a unit vector in two decimals', () => {
    expect(basisWords([[0, 1, 0]])).toEqual(['z₂']);
    expect(basisWords([[-0.6, 0.8]])).toEqual(['0.60 z₁ − 0.80 z₂']);
    expect(basisWords([[Math.SQRT1_2, -Math.SQRT1_2]])).toEqual(['(z₁ − z₂)/√2']);
    expect(basisWords([])).toEqual([]);
  });

  it('name a subspace by its plainest basis, whatever basis it came in', () => {
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    expect(basisWords([[c, s, 0], [-s, c, 0]])).toEqual(['z₁', 'z₂']);
    expect(basisWords([[c, s / Math.SQRT2, s / Math.SQRT2], [-s, c / Math.SQRT2, c / Math.SQRT2]])).toEqual(['z₁', '(z₂ + z₃)/√2']);
    expect(rank([[1, 0], [1, 1e-9]])).toBe(1);
  });
});

// Exponents of the table in theory/reuse.md section 4 (arXiv:2405.15459), worked out, not copied.
describe('what an analysis becomes in words', () => {
  it('He3: a plateau of √d for fresh batches, none for batches used again', () => {
    const he3 = analyseTarget('He3(z1)', 1);
    expect(exponentValue(he3.informationExponent)).toBe('3');
    expect(informationWords(he3.informationExponent)).toBe('The first overlap m grows only as m²: from 1/√d it takes a time of order √d.');
    expect(generativeWords(he3.generativeExponent)).toContain('find it at once');
    expect([finiteWords(he3.finiteStep.onePass, 1), finiteWords(he3.finiteStep.reuse, 1)]).toEqual(['nothing', 'z₁']);
    expect(restWords(he3)).toBeNull();
  });

  it('z1 + He3(z2) in three directions: one at once, one after a leap, one not at all', () => {
    const target = analyseTarget('z1 + He3(z2)', 3);
    expect(stageWords(target.sequence)).toEqual(['z₁ (order 1)', 'z₂ given z₁ (order 3)']);
    expect(leapWords(target.leapIndex, target.informationExponent)).toBe('A later direction waits for order 3.');
    expect(stageWords(target.generativeSequence)).toEqual(['z₁ and z₂ (order 1)']);
    expect(restWords(target)).toBe('One direction of 3 does not enter h*.');
    expect(staircaseWords(target.staircase)).toBe('');
  });

  it('says what is undecided, and why', () => {
    expect(exponentValue(undecided)).toBe('undecided');
    expect(informationWords(undecided)).toBe('Whether order 2 is active cannot be told from the quadrature’s noise.');
    expect(staircaseWords(null)).toContain('undecided');
  });

  it('has nothing to find in a constant', () => {
    const constant = analyseTarget('2', 1);
    expect(exponentValue(constant.informationExponent)).toBe('none');
    expect(informationWords(constant.informationExponent)).toBe('There is nothing to find.');
    expect(stageWords(constant.sequence)).toEqual([]);
  });

  it('follows gradient flow dm/dt ∝ m^(ℓ−1) at other orders: ln d, d, d^(3/2)', () => {
    expect([2, 4, 5, 6].map((order) => informationWords(decided(order)).split('order ')[1])).toEqual(['ln d.', 'd.', 'd^(3/2).', 'd².']);
  });
});

describe('the spectrum', () => {
  // E h*² of z1 + He3(z2) is 1 + 3!: the shares are 1/7 and 6/7.
  const spectrum = spectrumOf(analyseTarget('z1 + He3(z2)', 2).spectrum);

  it('is in percent of E h*², and says so in words', () => {
    expect(spectrum.bars.map(({ share }) => Number(share.toFixed(6)))).toEqual([0, 14.285714, 0, 85.714286]);
    expect(spectrum).toMatchObject({ beyond: 0, scale: 'linear' });
    expect(spectrumWords(spectrum)).toBe('Of E h*², degree 1 holds 14.3 %, degree 3 holds 85.7 %.');
  });

  it('draws a bar for each degree that holds something, as high as its share, and marks the lowest', () => {
    const marks = layOutSpectrum(spectrum, 1, 320, 190);
    const heights = marks.flatMap((mark) => (mark.kind === 'path' && mark.fill ? [Number(/v-([\d.]+)/.exec(mark.d)![1])] : []));
    expect(heights).toHaveLength(2);
    expect(heights[1] / heights[0]).toBeCloseTo(6, 1);
    const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['share of E h*², %', 'degree of the Hermite polynomials', '1 = ℓ', '14.3 %', '100']));
  });

  it('takes a log axis where a bar would be a hairline, and owns up to what lies beyond', () => {
    const tail = spectrumOf([{ degree: 1, weight: 0.9 }, { degree: 3, weight: 0.001 }]);
    expect(tail.scale).toBe('log');
    expect(tail.beyond).toBeCloseTo(9.9, 10);
    expect(spectrumWords(tail)).toContain('higher degrees 9.9 %');
    expect([beyondWords(tail), beyondWords(spectrum)]).toEqual(['9.9 % lies beyond degree 3.', '']);
    expect([legendOf(tail, 1), legendOf(tail, null)].map((entries) => entries.map(({ name }) => name))).toEqual([['lowest degree, ℓ = 1', 'other degrees'], ['other degrees']]);
    expect([0, 1e-6, 0.1, 1, 12.34, 100].map(shareWords)).toEqual(['0 %', '< 0.0001 %', '0.1 %', '1.0 %', '12.3 %', '100 %']);
  });
});
