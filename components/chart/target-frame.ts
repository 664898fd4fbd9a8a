// The directions of a target to look at a run along, with their names and what they are in words.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { learningFrame, type LearningFrame } from '../../src/model/target/learning-frame.ts';
import { analyse } from '../../src/run/analysis.ts';
import type { Snapshot } from '../../src/run/contract.ts';
import { formatValue } from './words.ts';

export interface TargetFrame {
  /** k rows in R^k: M along them is M rowsᵀ. */
  readonly rows: readonly (readonly number[])[];
  readonly names: readonly string[];
  /** For a caption: sentences, what each name stands for. */
  readonly words: string;
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const vector = (row: readonly number[]): string => `(${row.map(formatValue).join(', ')})`;

/** Whether a sample is seen more than once: then other directions come first. */
export const seesAgain = ({ training: { reuse, dataset, lookAhead } }: Experiment): boolean => reuse !== 1 || dataset !== null || lookAhead !== null;

export function namedFrame({ rows, by }: LearningFrame, again: boolean): TargetFrame {
  if (by === 'axes') return axesFrame(rows.length, 'no direction enters the target');
  const k = rows.length;
  const names = by === 'mean' && k <= 2 ? ['e', 'e⊥'].slice(0, k) : rows.map((_, r) => `e${subscripts[r + 1]}`);
  const what = by === 'mean' ? [`E[y z]/|E[y z]| = `] : [];
  const rest = `${by === 'mean' ? '' : ' E[y z] = 0: the directions stand'}${by === 'mean' && k > 2 ? ' The others stand' : ''}`;
  const order = rest ? `${rest} in the order in which ${again ? 'samples seen again teach them' : 'one pass learns them'}.` : '';
  return { rows, names, words: ` ${rows.map((row, r) => `${names[r]} = ${what[r] ?? ''}${vector(row)}`).join(', ')}.${order}` };
}

function axesFrame(k: number, why: string): TargetFrame {
  const rows = Array.from({ length: k }, (_, r) => Array.from({ length: k }, (_, s) => (r === s ? 1 : 0)));
  return { rows, names: rows.map((_, r) => `w*${r + 1}`), words: ` Along the rows of W*: ${why}.` };
}

/** Rejects only when the signal says so: what cannot be analysed is looked at along W*. */
export async function targetFrame(experiment: Experiment, signal: AbortSignal): Promise<TargetFrame> {
  const { target: { link, directions: k, gram } } = experiment;
  if (gram !== null) return axesFrame(k, 'they are not orthogonal here');
  try {
    return namedFrame(learningFrame(await analyse(link, k, { signal }), seesAgain(experiment)), seesAgain(experiment));
  } catch (error) {
    signal.throwIfAborted();
    return axesFrame(k, `others were not found (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Snapshots with M along `rows`; of one array always the same array, which grows as that does. */
export function turner(rows: readonly (readonly number[])[]): (snapshots: readonly Snapshot[]) => readonly Snapshot[] {
  const known = new WeakMap<readonly Snapshot[], Snapshot[]>();
  const k = rows.length;
  const turn = (M: Float64Array): Float64Array =>
    M.map((_, at) => rows[at % k].reduce((sum, x, s) => sum + x * M[at - (at % k) + s], 0));
  return (snapshots) => {
    let turned = known.get(snapshots);
    if (!turned) known.set(snapshots, (turned = []));
    for (let i = turned.length; i < snapshots.length; i++) turned.push({ ...snapshots[i], M: turn(snapshots[i].M) });
    return turned;
  };
}
