// The command line's words to what they ask for. Nothing is read or run here.

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Refused } from './terminal.ts';

export interface RunArguments {
  /** A file, the id of a preset, or "-". */
  readonly source: string;
  /** In the order in which they apply. */
  readonly settings: readonly string[];
  /** First and last, both run, maybe one and the same; null for a single run. */
  readonly seeds: readonly [number, number] | null;
  readonly out: string | null;
  /** Where the weights at the end go; null for nowhere. */
  readonly weights: string | null;
  readonly insist: boolean;
  /** Says on stderr where the time went. */
  readonly profile: boolean;
  /** Where a trace of the run goes; null for nowhere. */
  readonly trace: string | null;
}

export function readRunArguments(words: readonly string[]): RunArguments {
  const { values, positionals } = parse(words, {
    engine: { type: 'string' },
    set: { type: 'string', multiple: true },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    out: { type: 'string' },
    weights: { type: 'string' },
    insist: { type: 'boolean' },
    profile: { type: 'boolean' },
    trace: { type: 'string' },
  });
  if (positionals.length !== 1)
    throw new Refused(`run takes one experiment (a file, the id of a preset, or -), not ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  if (values.seed !== undefined && values.seeds !== undefined) throw new Refused('--seed and --seeds exclude each other');
  if (values.out === '') throw new Refused('--out needs the name of a file');
  if (values.trace === '' || values.trace === '-') throw new Refused('--trace needs the name of a file');
  if (values.trace !== undefined && values.trace === values.out) throw new Refused(`--trace and --out both name ${values.trace as string}: allowed are two files`);
  if (values.weights !== undefined && !(values.weights as string).endsWith('.npy')) throw new Refused(`--weights: found ${values.weights as string}; allowed: a file whose name ends in .npy`);
  if (values.weights !== undefined && values.seeds !== undefined) throw new Refused('--weights keeps the weights of one run; allowed: --seed in place of --seeds');
  const settings = [...((values.set as string[] | undefined) ?? [])];
  if (values.engine !== undefined) settings.push(`engine=${JSON.stringify(values.engine)}`);
  if (values.seed !== undefined) settings.push(`seed=${values.seed as string}`);
  return {
    source: positionals[0],
    settings,
    seeds: values.seeds === undefined ? null : readSeeds(values.seeds as string, 1),
    out: values.out === undefined || values.out === '-' ? null : (values.out as string),
    weights: (values.weights as string | undefined) ?? null,
    insist: values.insist === true,
    profile: values.profile === true,
    trace: (values.trace as string | undefined) ?? null,
  };
}

export interface PredictArguments {
  /** A file, the id of a preset, or "-". */
  readonly source: string;
  readonly settings: readonly string[];
  readonly json: boolean;
}

export function readPredictArguments(words: readonly string[]): PredictArguments {
  const { values, positionals } = parse(words, { set: { type: 'string', multiple: true }, json: { type: 'boolean' } });
  if (positionals.length !== 1)
    throw new Refused(`predict takes one experiment (a file, the id of a preset, or -), not ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  return { source: positionals[0], settings: (values.set as string[] | undefined) ?? [], json: values.json === true };
}

export interface ScalingArguments extends PredictArguments {
  /** Ascending. */
  readonly dimensions: readonly number[];
  /** First and last, both run. */
  readonly seeds: readonly [number, number];
}

export function readScalingArguments(words: readonly string[]): ScalingArguments {
  const { values, positionals } = parse(words, { set: { type: 'string', multiple: true }, json: { type: 'boolean' }, dimensions: { type: 'string' }, seeds: { type: 'string' } });
  if (positionals.length !== 1)
    throw new Refused(`scaling takes one experiment (a file, the id of a preset, or -), not ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  return {
    source: positionals[0],
    settings: (values.set as string[] | undefined) ?? [],
    json: values.json === true,
    dimensions: readDimensions((values.dimensions as string | undefined) ?? '1000,4000,16000'),
    seeds: readSeeds((values.seeds as string | undefined) ?? '1..32', 2),
  };
}

function readDimensions(text: string): number[] {
  const dimensions = text.split(',').map(Number);
  const ascending = dimensions.every((dimension, i) => Number.isSafeInteger(dimension) && dimension > (i === 0 ? 0 : dimensions[i - 1]));
  if (!/^\d+(,\d+)*$/.test(text) || !ascending) throw new Refused(`--dimensions: found ${text}; allowed: ascending whole numbers with commas between them, such as 250,1000,4000`);
  return dimensions;
}

/** At most one word, for commands that have no options. */
export function readOneWord(command: string, words: readonly string[]): string | null {
  const { positionals } = parse(words, {});
  if (positionals.length > 1) throw new Refused(`${command} takes one word, not ${positionals.join(' ')}`);
  return positionals[0] ?? null;
}

function parse(words: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node's sentence names the option; the advice on positional words that follows it is for another command line.
    throw new Refused((error as Error).message.split('. ')[0]);
  }
}

/** A..B; where a spread is needed, not of one seed: `fewest` is 2. */
function readSeeds(text: string, fewest: 1 | 2): [number, number] {
  const [, first, last] = /^(\d{1,10})\.\.(\d{1,10})$/.exec(text) ?? [];
  const seeds: [number, number] = [Number(first), Number(last)];
  if (first === undefined || seeds[1] - seeds[0] + 1 < fewest || seeds[1] >= 2 ** 32)
    throw new Refused(`--seeds: found ${text}; allowed: A..B with 0 ≤ A ${fewest > 1 ? '<' : '≤'} B ≤ 4294967295, both ends run, such as 1..32`);
  return seeds;
}
