import { describe, expect, test } from 'vitest';
import { InvalidLink } from '../link.ts';
import { analyseTarget, type Exponent, UnfitTarget } from './analysis.ts';
import { disagreements, knownTargets } from './known-targets.ts';

const value = ({ value, undecided }: Exponent) => (undecided ? '?' : value);

/** "information exponent, leap index / generative exponent, generative leap / stages of one pass / of reuse" */
function summary(link: string, k: number): string {
  const a = analyseTarget(link, k);
  const stages = (sequence: typeof a.sequence) => sequence.map(({ order, directions }) => `${order}:${directions.length}`).join(' ');
  return `${value(a.informationExponent)} ${value(a.leapIndex)} / ${value(a.generativeExponent)} ${value(a.generativeLeap)} / ${stages(a.sequence)} / ${stages(a.generativeSequence)}`;
}

describe('the table of the references', () => {
  // Those with more directions are in the slow tests.
  test.each(knownTargets.filter(({ k, link }) => k < 3 || link === 'z1*z2+z1*z2*z3'))('$link', (row) => expect(disagreements(row)).toEqual([]));
});

describe('targets of all sorts', () => {
  test.each([
    // A direction that the target ignores does not appear.
    ['z1', 2, '1 1 / 1 1 / 1:1 / 1:1'],
    // z1 z2 in other coordinates.
    ['(z1^2-z2^2)/2', 2, '2 2 / 2 2 / 2:2 / 2:2'],
    ['(z1+z2)*(z1-z2)', 2, '2 2 / 2 2 / 2:2 / 2:2'],
    ['He3((z1+z2)/sqrt(2))', 2, '3 3 / 1 1 / 3:1 / 1:1'],
    ['abs(0.6*z1-0.8*z2)', 2, '2 2 / 2 2 / 2:1 / 2:1'],
    ['He5(z1)', 1, '5 5 / 1 1 / 5:1 / 1:1'],
    ['He10(z1)', 1, '10 10 / 2 2 / 10:1 / 2:1'],
    // Discrete labels.
    ['sign(z1)', 1, '1 1 / 1 1 / 1:1 / 1:1'],
    ['step(z1)+step(z2)', 2, '1 2 / 1 2 / 1:1 2:1 / 1:1 2:1'],
    ['sign((0.6*z1+0.8*z2)*(0.8*z1-0.6*z2))', 2, '2 2 / 2 2 / 2:2 / 2:2'],
    ['sign(z1^2+z2^2-1)', 2, '2 2 / 2 2 / 2:2 / 2:2'],
    // Kinks and curves.
    ['relu(z1)', 1, '1 1 / 1 1 / 1:1 / 1:1'],
    ['abs(z1)-sqrt(2/pi)', 1, '2 2 / 2 2 / 2:1 / 2:1'],
    ['max(z1,z2)', 2, '1 2 / 1 2 / 1:1 2:1 / 1:1 2:1'],
    ['exp(z1)*z2', 2, '1 1 / 1 1 / 1:1 1:1 / 1:2'],
    ['sin(3*z1)', 1, '1 1 / 1 1 / 1:1 / 1:1'],
    ['tanh(z1*z2)', 2, '2 2 / 2 2 / 2:2 / 2:2'],
    ['He2(z1)+He3(z1)*z2', 2, '2 2 / 2 2 / 2:1 1:1 / 2:2'],
    // Even in z, so that nothing is of order 1.
    ['sign(z1+z2)*z1', 2, '2 2 / 2 2 / 2:2 / 2:2'],
  ])('%s', (link, k, expected) => expect(summary(link, k)).toBe(expected));

  test('neither scale nor shift changes an exponent', () => {
    for (const link of ['1e-6*He3(z1)', '1e6*He3(z1)', '1e6 + He3(z1)', '7 - 1e-6*He3(z1)']) expect(summary(link, 1), link).toBe('3 3 / 1 1 / 3:1 / 1:1');
    expect(summary('1e6*abs(z1) - 1e5', 1)).toBe('2 2 / 2 2 / 2:1 / 2:1');
  });

  test('the direction of a sum is the diagonal', () => {
    const { generativeSequence, sequence } = analyseTarget('He3(z1)+He3(z2)', 2);
    const [[a, b]] = generativeSequence[0].directions;
    expect([a, b]).toEqual([expect.closeTo(Math.SQRT1_2, 9), expect.closeTo(Math.SQRT1_2, 9)]);
    expect(sequence[0].strength).toEqual([expect.closeTo(Math.sqrt(6), 12), expect.closeTo(Math.sqrt(6), 12)]);
  });

  test('a constant has none of it, and nothing in doubt', () => {
    for (const link of ['3', 'z1-z1', 'abs(z1)*0 + 2', 'step(z1^2 + 1)'])
      expect(analyseTarget(link, 1), link).toMatchObject({ informationExponent: { value: null, undecided: false }, leapIndex: { value: null, undecided: false }, generativeLeap: { value: null, undecided: false }, staircase: null, sequence: [] });
  });

  test('what no degree shows is undecided: E[He_n(z) sin 20z] is at most 1e-60 up to n = 16', () => {
    const { informationExponent, generativeLeap, staircase } = analyseTarget('sin(20*z1)', 1);
    expect(informationExponent).toEqual({ value: null, undecided: true, why: expect.stringContaining('degree 16') });
    expect([generativeLeap.undecided, staircase]).toEqual([true, null]);
  });
});

describe('the spectrum', () => {
  test('of a polynomial is exact', () => {
    const { spectrum, coefficients, secondMoment } = analyseTarget('2 + 3*He2(z1)*z2', 2);
    expect(secondMoment).toBeCloseTo(4 + 18, 12);
    expect(spectrum.map(({ weight }) => weight * 22)).toEqual([4, 0, 0, 18].map((w) => expect.closeTo(w, 12)));
    expect(coefficients).toEqual([
      { powers: [2, 1], value: expect.closeTo(3 * Math.SQRT2, 12) },
      { powers: [0, 0], value: expect.closeTo(2, 12) },
    ]);
  });

  test('of sign(u), u = (3 z1 + 4 z2)/5, is that of sign(z) along u', () => {
    // E[sign(z) z] = √(2/π); E[sign(z) He_3(z)]/√6 = −√(2/π)/√6.
    const { coefficients, secondMoment } = analyseTarget('sign(3*z1+4*z2)', 2);
    const of = (...powers: number[]) => coefficients.find((entry) => entry.powers.join() === powers.join())!.value;
    expect(secondMoment).toBeCloseTo(1, 12);
    expect([of(1, 0), of(0, 1)]).toEqual([0.6, 0.8].map((c) => expect.closeTo(c * Math.sqrt(2 / Math.PI), 9)));
    expect(of(3, 0)).toBeCloseTo((-(0.6 ** 3) * Math.sqrt(2 / Math.PI)) / Math.sqrt(6), 9);
    expect(of(2, 1)).toBeCloseTo((-Math.sqrt(3) * 0.36 * 0.8 * Math.sqrt(2 / Math.PI)) / Math.sqrt(6), 9);
  });
});

// λ_l² = E[E[He_l(z)/√l! | y]²], exactly, by sums over the roots of h*(z) = y (theory/reuse.md section 4). Eight functions of
// the label see no more than that, and most of it.
test.each([
  ['He3(z1)', 1, 0.66775],
  ['He2(z1)+He3(z1)', 1, 0.64552],
  ['He3(z1)+He4(z1)', 1, 0.21167],
  ['He4(z1)', 2, 0.7753],
  ['He2(z1)', 2, 1],
])('%s: the generative strength at order %i is below √%f', (link, order, square) => {
  const { generativeSequence } = analyseTarget(link, 1);
  expect(generativeSequence[0].order).toBe(order);
  expect(generativeSequence[0].strength[0] ** 2).toBeLessThan(square * 1.0001);
  expect(generativeSequence[0].strength[0] ** 2).toBeGreaterThan(0.55 * square);
});

describe('refusals', () => {
  test.each([
    ['exp(z1^2)', 1, /grows too fast/],
    ['exp(z1^2/4)', 1, /grows too fast/],
    ['exp(exp(z1))', 1, /grows too fast/],
    ['log(z1)', 1, /is NaN at z1 = -/],
    ['sqrt(z1)', 1, /is NaN/],
    ['1/z1', 1, /has a pole near z1 = 0/],
    ['z2/(z1-1)', 2, /has a pole near z = \(1, /],
    ['1/sqrt(abs(z1))', 1, /has a pole/],
    ['1/(z1^2+z2^2)', 2, /grows with the number of nodes/],
    ['z1', 5, /^target\.directions: found 5; allowed for this analysis: 1 to 4/],
    ['z1', 0, /^target\.directions: found 0/],
  ])('%s with k = %i', (link, k, sentence) => {
    expect(() => analyseTarget(link, k)).toThrow(UnfitTarget);
    expect(() => analyseTarget(link, k)).toThrow(sentence);
  });

  test('what is integrable passes', () => {
    for (const link of ['log(abs(z1))', '1/(1+z1^2)', 'exp(z1^2/5)', 'exp(2*z1)', 'abs(z1)^0.5', 'sin(z1)/z1']) expect(analyseTarget(link, 1).informationExponent.undecided, link).toBe(false);
    expect(analyseTarget('exp(2*z1)', 1).secondMoment).toBeCloseTo(Math.exp(8), 3);
  });

  test('no link', () => {
    expect(() => analyseTarget('z1 +', 1)).toThrow(InvalidLink);
    expect(() => analyseTarget('z2', 1)).toThrow('"z2" at character 1 is not known');
  });
});
