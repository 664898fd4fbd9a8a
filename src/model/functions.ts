// The functions a link may call: how many arguments, their value in float64, their names in WGSL and TeX.

import { erf } from '../math/erf.ts';
import { hermite } from '../math/hermite.ts';

export interface LinkFunction {
  readonly arity: 1 | 2;
  /** Float64 value; `b` is for functions of two arguments. */
  readonly value: (a: number, b: number) => number;
  /** Name in WGSL: a built-in that is good enough, or one of shaders/functions.wgsl. */
  readonly wgsl: string;
  readonly tex: string;
  /** Whether it, or its derivative, jumps where its argument (the difference of its arguments) vanishes. */
  readonly kinked: boolean;
}

const MAX_HERMITE = 10;

const operator = (name: string) => `\\operatorname{${name}}`;

// A Map, not an object: names like `constructor` must find nothing.
export const FUNCTIONS: ReadonlyMap<string, LinkFunction> = new Map<string, LinkFunction>([
  ...Array.from({ length: MAX_HERMITE + 1 }, (_, n): [string, LinkFunction] => [
    `He${n}`,
    smooth(hermiteValue(n), `he${n}`, `\\mathrm{He}_${n > 9 ? `{${n}}` : n}`),
  ]),
  ['erf', smooth(erf, 'erf_f32', operator('erf'))],
  ['tanh', smooth(Math.tanh, 'tanh_f32', '\\tanh')],
  ['exp', smooth(Math.exp, 'exp', '\\exp')],
  ['log', smooth(Math.log, 'log_f32', '\\log')],
  ['sqrt', smooth(Math.sqrt, 'sqrt', '\\sqrt')],
  ['sin', smooth(Math.sin, 'sin_f32', '\\sin')],
  ['cos', smooth(Math.cos, 'cos_f32', '\\cos')],
  ['softplus', smooth(softplus, 'softplus_f32', operator('softplus'))],
  ['relu', kinked((a) => (a <= 0 ? 0 : a), 'relu', operator('relu'))],
  ['abs', kinked(Math.abs, 'abs', operator('abs'))],
  ['sign', kinked((a) => (a === 0 ? 0 : Math.sign(a)), 'sign', operator('sign'))],
  ['step', kinked((a) => (a > 0 ? 1 : 0), 'heaviside', operator('step'))],
  ['max', { arity: 2, value: Math.max, wgsl: 'max', tex: '\\max', kinked: true }],
  ['min', { arity: 2, value: Math.min, wgsl: 'min', tex: '\\min', kinked: true }],
]);

/** log(1 + exp(a)): neither overflows for large a nor loses the tail exp(a) for negative ones. */
function softplus(a: number): number {
  return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
}

/** He_n, by its recurrence; the low degrees, which hot loops call most, written out. */
function hermiteValue(n: number): (x: number) => number {
  switch (n) {
    case 0:
      return () => 1;
    case 1:
      return (x) => x;
    case 2:
      return (x) => x * x - 1;
    case 3:
      return (x) => x * (x * x - 3);
    default:
      return (x) => hermite(n, x);
  }
}

function smooth(value: (a: number) => number, wgsl: string, tex: string): LinkFunction {
  return { arity: 1, value, wgsl, tex, kinked: false };
}

function kinked(value: (a: number) => number, wgsl: string, tex: string): LinkFunction {
  return { arity: 1, value, wgsl, tex, kinked: true };
}
