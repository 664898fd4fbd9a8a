// What every panel of the learning time scales says in the same words.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { formatCount, formatTick, formatValue } from '../chart/words.ts';

const lowered = '₀₁₂₃₄₅₆₇₈₉';

/** t₂, res₁₀. */
export const withIndex = (letter: string, k: number): string => letter + [...String(k)].map((digit) => lowered[Number(digit)]).join('');

/** σ_1 φ_1 as σ₁ φ₁. */
export const withIndices = (text: string): string => text.replace(/([^\s_])_(\d+)/g, (_, letter: string, k: string) => withIndex(letter, Number(k)));

/** 0.54, −0.03: no minus before what rounds to zero. */
export const twoDecimals = (value: number): string => (Math.abs(value) < 0.005 ? '0' : value.toFixed(2).replace('-', '−'));

/** Three significant digits: times and ε, over many decades. */
export const threeDigits = (value: number): string => (Number.isFinite(value) ? formatTick(Number(value.toPrecision(3))) : '–');

export const maybeValue = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : formatValue(value));

export const maybeTime = (time: number | null | undefined): string => (time === null || time === undefined ? '–' : time === Infinity ? 'never' : threeDigits(time));

export const timeWords = (flow: FlowTrajectory, at: number): string => `t = ${threeDigits(flow.times[at])}`;

/** The engine and the size, for captions. */
export function whoOf({ form, width, epsilon, experiment }: FlowTrajectory): string {
  const d = experiment.data.dimension;
  const kind = form === 'flow' ? 'exact gradient flow' : 'gradient flow';
  const dimension = form === 'mean-field-flow' || d === Infinity ? '∞' : formatCount(d);
  return `theory, ${kind} at d = ${dimension}, m = ${width}, ε = ${threeDigits(epsilon)}`;
}

/** ε², ε^(1/4), 1: the power as people write it, a fraction where it is a simple one. */
export function powerOfEpsilon(exponent: number): string {
  if (exponent === 0) return 'constant in ε';
  if (exponent === 1) return 'ε';
  if (exponent === 0.5) return '√ε';
  for (let q = 1; q <= 48; q++) {
    const p = Math.round(exponent * q);
    if (Math.abs(p / q - exponent) < 1e-9) return `ε^(${String(p).replace('-', '−')}${q === 1 ? '' : `/${q}`})`;
  }
  return `ε^${twoDecimals(exponent)}`;
}
