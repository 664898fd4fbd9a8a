// The command line's words to what they ask for. Nothing is read or run here.

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Refused } from './terminal.ts';

export interface RunArguments {
  /** A file, the id of a preset, or "-". */
  readonly source: string;
  /** In the order in which they apply. */
  readonly settings: readonly string[];
  /** First and last, both run; null for a single run. */
  readonly seeds: readonly [number, number] | null;
  readonly out: string | null;
  /** Where the weights at the end go; null for nowhere. */
  readonly weights: string | null;
  readonly insist: boolean;
  /** Says on stderr where the GPU's time went. */
  readonly profile: boolean;
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
  });
  if (positionals.length !== 1)
    throw new Refused(`run takes one experiment (a file, the id of a preset, or -), not ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  if (values.seed !== undefined && values.seeds !== undefined) throw new Refused('--seed and --seeds exclude each other');
  if (values.out === '') throw new Refused('--out needs the name of a file');
  if (values.weights !== undefined && !(values.weights as string).endsWith('.npy')) throw new Refused(`--weights: found ${values.weights as string}; allowed: a file whose name ends in .npy`);
  if (values.weights !== undefined && values.seeds !== undefined) throw new Refused('--weights keeps the weights of one run; allowed: --seed in place of --seeds');
  const settings = [...((values.set as string[] | undefined) ?? [])];
  if (values.engine !== undefined) settings.push(`engine=${JSON.stringify(values.engine)}`);
  if (values.seed !== undefined) settings.push(`seed=${values.seed as string}`);
  return {
    source: positionals[0],
    settings,
    seeds: values.seeds === undefined ? null : readSeeds(values.seeds as string),
    out: values.out === undefined || values.out === '-' ? null : (values.out as string),
    weights: (values.weights as string | undefined) ?? null,
    insist: values.insist === true,
    profile: values.profile === true,
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

function readSeeds(text: string): [number, number] {
  const [, first, last] = /^(\d{1,10})\.\.(\d{1,10})$/.exec(text) ?? [];
  const seeds: [number, number] = [Number(first), Number(last)];
  if (first === undefined || seeds[0] >= seeds[1] || seeds[1] >= 2 ** 32)
    throw new Refused(`--seeds: found ${text}; allowed: A..B with 0 ≤ A < B ≤ 4294967295, both ends run, such as 1..32`);
  return seeds;
}
