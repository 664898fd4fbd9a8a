import { expect, test } from 'vitest';
import { erf } from '../math/erf.ts';
import { gaussHermite } from '../math/quadrature.ts';
import { closedForm, closedSpectrum, smoothClosed } from './closed.ts';
import { type Marginal, marginalOf, type Profile, profileOf } from './marginal.ts';
import { pairAverage } from './pair.ts';

const relu = (x: number): number => Math.max(x, 0);
const FAMILY: Record<string, (x: number) => number> = {
  relu,
  leaky: (x) => Math.max(x, 0.1 * x),
  modulus: Math.abs,
  sign: Math.sign,
  step: (x) => Number(x > 0),
  erf: (x) => erf(x / Math.SQRT2),
  mixture: (x) => 1 + 0.3 * x - 2 * Math.abs(x) + 0.5 * erf(1.7 * x),
};
const names = Object.keys(FAMILY);

/** The same function, with its closed form forgotten, or with a spectrum that is never good enough. */
const forgetful = (f: (x: number) => number): Profile => ({ ...profileOf(f), closed: null });
const distrustful = (s: Marginal): Marginal => ({
  ...s,
  spectrum: (degree) => {
    const { coefficients, tails } = s.spectrum(degree);
    return { coefficients, tails: tails.map(() => 1) };
  },
});

test.each(names)('%s: closed forms are what series and quadrature find', (name) => {
  const closed = profileOf(FAMILY[name]);
  const open = forgetful(FAMILY[name]);
  expect(closed.closed).not.toBeNull();
  for (const [q, r] of [[1, 1], [2.3, 0.3]])
    for (const rho of [0, 0.4, -0.85, 0.99, 0.999999, 1, -1]) {
      const c = rho * Math.sqrt(q * r);
      const exact = pairAverage(marginalOf(closed, q)!, marginalOf(closed, r)!, c);
      const found = pairAverage(marginalOf(open, q)!, marginalOf(open, r)!, c);
      expect(Math.abs(found.value - exact.value), `${q} ${r} ${rho}`).toBeLessThan(found.error + 1e-13);
      expect(found.error).toBeLessThan(1e-9);
    }
});

test.each(names)('%s: Hermite coefficients are what projection finds', (name) => {
  const f = FAMILY[name];
  for (const q of [0.3, 1, 7]) {
    const { coefficients } = closedSpectrum(closedForm(f)!, q, 60);
    const projected = marginalOf(forgetful(f), q)!.spectrum(60).coefficients;
    projected.forEach((c, n) => expect(Math.abs(c - coefficients[n]), `${n}`).toBeLessThan(1e-13));
  }
});

test('different members of the family meet as well', () => {
  for (const s of names)
    for (const t of names) {
      const exact = pairAverage(marginalOf(profileOf(FAMILY[s]), 1.4)!, marginalOf(profileOf(FAMILY[t]), 0.8)!, 0.6);
      const found = pairAverage(marginalOf(forgetful(FAMILY[s]), 1.4)!, marginalOf(forgetful(FAMILY[t]), 0.8)!, 0.6);
      expect(Math.abs(found.value - exact.value), `${s} ${t}`).toBeLessThan(found.error + 1e-13);
    }
});

test('the arcsine and the arc-cosine kernels are those of the papers', () => {
  // theory/online.md section 6 and theory/reuse.md section 1, written as they stand there.
  const [q, r, c] = [1.3, 0.7, 0.5];
  const theta = Math.acos(c / Math.sqrt(q * r));
  const arcsine = (2 / Math.PI) * Math.asin(c / Math.sqrt((1 + q) * (1 + r)));
  const arccosine = (Math.sqrt(q * r) / (2 * Math.PI)) * (Math.sin(theta) + (Math.PI - theta) * Math.cos(theta));
  const pair = (f: (x: number) => number): number => pairAverage(marginalOf(profileOf(f), q)!, marginalOf(profileOf(f), r)!, c).value;
  expect(pair(FAMILY.erf)).toBeCloseTo(arcsine, 14);
  expect(pair(relu)).toBeCloseTo(arccosine, 14);
});

test('links outside the family are told from it', () => {
  for (const f of [Math.tanh, Math.sin, Math.exp, (x: number) => x * x, (x: number) => relu(x - 1), (x: number) => x / (1 + Math.abs(x))])
    expect(closedForm(f)).toBeNull();
});

test('the series and the turned quadrature agree to their errors for smooth and kinked links', () => {
  const links = [Math.tanh, (x: number) => Math.max(-1, Math.min(1, x)), (x: number) => relu(x - 0.5), (x: number) => relu(x) ** 2];
  for (const f of links)
    for (const g of links) {
      const [s, t] = [marginalOf(profileOf(f), 1)!, marginalOf(profileOf(g), 1.2)!];
      const series = pairAverage(s, t, 0.5);
      const turned = pairAverage(distrustful(s), distrustful(t), 0.5);
      expect(Math.abs(series.value - turned.value)).toBeLessThan(1e-12);
    }
});

test('two fields that are one give the second moment; float32 may say they are a little more than one', () => {
  for (const f of [Math.tanh, (x: number) => relu(x - 0.5), Math.abs, Math.sign]) {
    const s = marginalOf(profileOf(f), 1)!;
    for (const c of [1, 1 + 1e-7]) expect(pairAverage(s, s, c).value).toBeCloseTo(s.second, 11);
  }
  const nothing = marginalOf(profileOf(Math.cos), -1e-9)!;
  expect(pairAverage(nothing, marginalOf(profileOf(Math.tanh), 1)!, 0).value).toBeCloseTo(0, 15);
  expect(nothing.second).toBeCloseTo(1, 15);
});

test('functions that cannot be averaged are refused', () => {
  const refused = [(x: number) => 1 / x, Math.log, (x: number) => Math.exp(x * x), (x: number) => Math.exp(0.3 * x * x)];
  for (const f of refused) expect(marginalOf(profileOf(f), 1)).toBeNull();
  expect(marginalOf(profileOf(Math.exp), 1)!.second).toBeCloseTo(Math.exp(2), 12);
});

test('a smoothed member of the family is its average', () => {
  const { nodes, weights } = gaussHermite(40);
  const s = closedForm(FAMILY.erf)!;
  const average = nodes.reduce((sum, g, i) => sum + weights[i] * FAMILY.erf(0.4 + 0.6 * g), 0);
  expect(smoothClosed(s, 0.4, 0.6)).toBeCloseTo(average, 12);
  expect(smoothClosed(closedForm(relu)!, 0.4, 0)).toBe(0.4);
});
