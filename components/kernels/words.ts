// Kernels in words and rows: what each is, what an entry is called, its value with its error, and the table of all.

import type { Kernels } from '../../src/run/contract.ts';
import { formatCount, formatTick, formatValue } from '../chart/words.ts';
import { rowsOf, type Numbers } from '../export/figure.ts';

export type KernelName = 'C' | 'Gamma' | 'K';
export const kernelNames: readonly KernelName[] = ['C', 'Gamma', 'K'];

export const symbols: Record<KernelName, string> = { C: 'C', Gamma: 'Γ', K: 'K' };

/** arXiv:2402.03220: F the derivative of a sample's loss by its preactivations, w the Gaussian part of those. */
export const meanings: Record<KernelName, string> = {
  C: 'α E[Fₜ Fₛᵀ]: what the forces on two neurons at two steps have in common',
  Gamma: 'α E[∂Fₜ/∂wₛ]: how the force at t answers the field at s',
  K: 'how the weights at t answer the force at s, for each −γ/α',
};

/** Neurons i and j, from 0, at steps t and s: one entry of each kernel. */
export interface Spot {
  readonly i: number;
  readonly j: number;
  readonly t: number;
  readonly s: number;
}

/** Neurons whose blocks are shown: all, or one pair. */
export type Pair = 'all' | readonly [i: number, j: number];

/** Nothing answers what has not happened: W at t does not even know the force at t. */
export const isBefore = (name: KernelName, t: number, s: number): boolean => (name === 'Gamma' ? s > t : name === 'K' && s >= t);

export const sizeOf = ({ C }: Kernels): { readonly steps: number; readonly p: number } => ({ steps: C.length, p: C[0]?.[0]?.length ?? 0 });

const lowered = (n: number): string => [...String(n)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');

/** C₁₂, or C alone of one neuron alone. */
export function nameOf(name: KernelName, { i, j }: Pick<Spot, 'i' | 'j'>, p: number): string {
  if (p < 2) return symbols[name];
  return `${symbols[name]}${lowered(i + 1)}${p > 9 ? '‚' : ''}${lowered(j + 1)}`;
}

/** Digits after the point of an error's first digit, once it is rounded to that. */
const decimals = (sem: number): number => Math.min(Math.max(-Math.floor(Math.log10(Number(sem.toPrecision(1)))), 0), 12);

const signed = (text: string): string => text.replace('-', '−');

/** Beyond this error, digits are no longer written out. */
const HUGE = 1e4;

/** A value and its standard error, both to the error's first digit; errors of rounding are none. */
export function withError(value: number, sem: number): { readonly value: string; readonly sem: string } {
  if (!(sem > 1e-12)) return { value: formatValue(value), sem: '0' };
  if (sem >= HUGE) return { value: signed(formatTick(Number(value.toPrecision(2)))), sem: formatTick(Number(sem.toPrecision(1))) };
  const digits = decimals(sem);
  return { value: signed(value.toFixed(digits)), sem: sem.toFixed(digits) };
}

/** C₁₂(t = 3, s = 1) = 0.177 ± 0.001. */
export function readingOf(kernels: Kernels, name: KernelName, spot: Spot): string {
  const { i, j, t, s } = spot;
  const place = `${nameOf(name, spot, sizeOf(kernels).p)}(t = ${t}, s = ${s})`;
  if (isBefore(name, t, s)) return `${place} = 0: no answer before its cause`;
  const { value, sem } = withError(kernels[name][t][s][i][j], kernels.sem[name][t][s][i][j]);
  return `${place} = ${value}${sem === '0' ? '' : ` ± ${sem}`}`;
}

/** The figure in a sentence, for those who do not see it. */
export function summaryOf(kernels: Kernels, name: KernelName): string {
  const { steps, p } = sizeOf(kernels);
  const entries = kernels[name].flat(3);
  const [least, most] = [Math.min(...entries), Math.max(...entries)];
  const of = p > 1 ? `, ${p} × ${p} blocks` : '';
  return `${symbols[name]}: steps 0 to ${steps - 1} down and across${of}; entries from ${formatValue(least)} to ${formatValue(most)}.`;
}

export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is left out, in words; empty when nothing is. */
  readonly omitted: string;
}

/** More of a table than this nobody reads in a page. */
const MOST_ROWS = 1000;

/** A row for each t and s, and for each pair of neurons where there are several. */
export function tableOf(kernels: Kernels, pair: Pair): Rows {
  const { steps, p } = sizeOf(kernels);
  const pairs = pair === 'all' ? Array.from({ length: p * p }, (_, at) => [Math.floor(at / p), at % p] as const) : [pair];
  const count = steps * steps * pairs.length;
  const rows = Array.from({ length: Math.min(count, MOST_ROWS) }, (_, row) => {
    const [i, j] = pairs[row % pairs.length];
    const [t, s] = [Math.floor(row / pairs.length / steps), Math.floor(row / pairs.length) % steps];
    const cells = kernelNames.flatMap((name) => {
      const { value, sem } = withError(kernels[name][t][s][i][j], kernels.sem[name][t][s][i][j]);
      return isBefore(name, t, s) ? ['0', '0'] : [value, sem];
    });
    return [...(pairs.length > 1 ? [`${i + 1}`, `${j + 1}`] : []), `${t}`, `${s}`, ...cells];
  });
  const head = kernelNames.flatMap((name) => [pairs.length > 1 ? symbols[name] : nameOf(name, { i: pairs[0][0], j: pairs[0][1] }, p), '±']);
  const omitted = count > MOST_ROWS ? `Shown: the first ${formatCount(MOST_ROWS)} of ${formatCount(count)} rows. The saved CSV and JSON have all.` : '';
  return { head: [...(pairs.length > 1 ? ['i', 'j'] : []), 't', 's', ...head], rows, omitted };
}

/** All entries, for a file: neurons from 1, steps from 0; `_sem` is a standard error. */
export function numbersOf(kernels: Kernels): Numbers {
  const { steps, p } = sizeOf(kernels);
  return {
    columns: ['i', 'j', 't', 's', ...kernelNames.flatMap((name) => [name, `${name}_sem`])],
    rows: rowsOf(steps * steps * p * p, (at) => {
      const [t, s, i, j] = [Math.floor(at / (p * p * steps)), Math.floor(at / (p * p)) % steps, Math.floor(at / p) % p, at % p];
      return [i + 1, j + 1, t, s, ...kernelNames.flatMap((name) => [kernels[name][t][s][i][j], kernels.sem[name][t][s][i][j]])];
    }),
  };
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** Under the maps, a sentence each; `label` says who computed them. */
export function captionOf(kernels: Kernels, label: string, { every, vague }: { readonly every: number; readonly vague: boolean }): string[] {
  const { steps, p } = sizeOf(kernels);
  return [
    `${capital([label, steps > 1 ? `steps 0 to ${steps - 1}` : 'step 0'].filter(Boolean).join(', '))}: means over independent replicas, ± their standard error.`,
    ...(p > 1 ? ['In a block of neurons i, j: i at t, j at s.'] : []),
    'Hatched: before the cause, where Γ and K are zero. Each map has its own scale.',
    ...(vague ? ['A dash in place of a colour: not determined by these copies, with an error above a quarter of the scale.'] : []),
    ...(every > 1 ? [`One step in ${every} is drawn.`] : []),
  ];
}
