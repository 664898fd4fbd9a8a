// A result as a table that any tool reads: a row for each recorded step, below lines that begin with # and say what was run.

import type { EnsembleResult, Spread } from './ensemble.ts';
import type { Result } from './result.ts';

/** Numbers from 1: M_1_1 …, the upper triangle of Q, a_1 …. */
export function overlapColumns(p: number, k: number): { readonly M: string[]; readonly Q: string[]; readonly a: string[] } {
  return {
    M: Array.from({ length: p * k }, (_, i) => `M_${Math.floor(i / k) + 1}_${(i % k) + 1}`),
    Q: Array.from({ length: p }, (_, j) => Array.from({ length: p - j }, (_, i) => `Q_${j + 1}_${j + i + 1}`)).flat(),
    a: Array.from({ length: p }, (_, j) => `a_${j + 1}`),
  };
}

/** The entries of a column of matrices, in the order of `overlapColumns`. */
const upper = (rows: readonly (readonly number[])[]): number[] => rows.flatMap((row, j) => row.slice(j));

type Columns = Pick<Result, 'M' | 'Q' | 'readout' | 'risk'>;
type Statistic = keyof Spread<unknown>;

const isEnsemble = (result: Result | EnsembleResult): result is EnsembleResult => 'seeds' in result;

/** In lines. Of an ensemble each column stands three times, as `_mean`, `_std` and `_sem`, and the quantiles of max M beside them. */
export function* csvText(result: Result | EnsembleResult): Generator<string> {
  const { experiment, engine, adapter, riskKind, steps, times } = result;
  yield `# experiment: ${JSON.stringify(experiment)}\n# engine: ${engine}\n# adapter: ${adapter ?? 'none'}\n# risk: ${riskKind}\n`;
  if (isEnsemble(result)) yield `# seeds: ${result.seeds.join('..')}\n`;
  const { student: { width: p }, target: { directions: k } } = experiment as { student: { width: number }; target: { directions: number } };
  const { M, Q, a } = overlapColumns(p, k);
  const names = ['risk', ...M, ...Q, ...a];
  const row = ({ M, Q, readout, risk }: Columns, i: number): number[] => [risk[i], ...M[i].flat(), ...upper(Q[i]), ...readout[i]];
  const statistics: readonly Statistic[] = ['mean', 'std', 'sem'];
  const tables = isEnsemble(result)
    ? statistics.map((which) => ({ suffix: `_${which}`, of: { M: result.M[which], Q: result.Q[which], readout: result.readout[which], risk: result.risk[which] } }))
    : [{ suffix: '', of: result }];
  const quantiles = isEnsemble(result) ? Object.entries(result.maxOverlap) : [];
  yield ['step', ...(times ? ['time'] : []), ...tables.flatMap(({ suffix }) => names.map((name) => name + suffix)), ...quantiles.map(([name]) => `maxM_${name}`)].join(',') + '\n';
  for (const [i, step] of steps.entries())
    yield [step, ...(times ? [times[i]] : []), ...tables.flatMap(({ of }) => row(of, i)), ...quantiles.map(([, values]) => values[i])].join(',') + '\n';
}
