// `--weights`: what an engine holds at the end of a run, beside the directions it looked for.

import type { Engine } from '../engines/engine.ts';
import { initialWeights } from '../engines/initial.ts';
import type { EngineName, Experiment } from '../experiment/experiment.ts';
import { npy } from './npy.ts';
import { checkOut, writeWhole } from './output.ts';
import { Refused } from './terminal.ts';

/** `reduced` keeps them when it is asked to. */
const holders: readonly EngineName[] = ['dense', 'reference', 'reduced'];

const targetFile = (file: string): string => file.replace(/\.npy$/, '-target.npy');

/** Before the run. */
export async function checkWeights(file: string | null, { engine }: Experiment): Promise<void> {
  if (file === null) return;
  if (!holders.includes(engine)) throw new Refused(`--weights: the engine "${engine}" holds no weights; allowed: ${holders.map((name) => `"${name}"`).join(', ')}`);
  await checkOut(file, '--weights');
  await checkOut(targetFile(file), '--weights');
}

/** W (p×d) to `file`, W* (k×d) to its neighbour. */
export async function writeWeights(file: string, engine: Engine, experiment: Experiment): Promise<void> {
  const { student: { width: p }, target: { directions: k }, data: { dimension: d } } = experiment;
  const { state } = await engine.save();
  await writeWhole(file, npy(Float64Array.from(state), p, d));
  await writeWhole(targetFile(file), npy(initialWeights(experiment).target, k, d));
}
