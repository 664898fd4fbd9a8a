// From words to an exit code. What each command needs is loaded when it is asked for.

import { InvalidExperiment } from '../experiment/experiment.ts';
import { closest } from '../experiment/issues.ts';
import { preset, presets } from '../experiment/presets.ts';
import { jsonText } from '../run/result.ts';
import { readOneWord } from './arguments.ts';
import { presetAdvice } from './document.ts';
import { help, version } from './help.ts';
import { Refused, type Terminal } from './terminal.ts';

type Command = (words: readonly string[], terminal: Terminal) => Promise<number>;

const commands: Record<'run' | 'predict' | 'scaling' | 'presets' | 'target' | 'doctor', Command> = {
  run: async (words, terminal) => (await import('./run.ts')).run(words, terminal),
  predict: async (words, terminal) => (await import('./predict.ts')).predictCommand(words, terminal),
  scaling: async (words, terminal) => (await import('./scaling.ts')).scalingCommand(words, terminal),
  target: async (words, terminal) => (await import('./target.ts')).target(words, terminal),
  presets: listPresets,
  async doctor(words, terminal) {
    const word = readOneWord('doctor', words);
    if (word !== null) throw new Refused(`doctor takes no word, not ${word}`);
    return (await import('./doctor.ts')).doctor(terminal);
  },
};

/** 0 done, 1 failed or cancelled, 2 refused. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    const refused = error instanceof Refused || error instanceof InvalidExperiment;
    const message = error instanceof Error ? error.message : String(error);
    terminal.say(message.split('\n').map((line) => `plateau: ${line}`).join('\n'));
    if (error instanceof Refused) terminal.say('plateau --help says what there is.');
    return refused ? 2 : 1;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first, ...rest] = words;
  // What follows -- are words, not options.
  const options = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length);
  if (options.includes('--help') || options.includes('-h') || first === 'help') {
    await terminal.out(help);
    return 0;
  }
  if (first === '--version' || first === '-v') {
    await terminal.out(`${version}\n`);
    return 0;
  }
  if (first === undefined) throw new Refused('a command is missing: run, predict, scaling, presets, target or doctor');
  if (!Object.hasOwn(commands, first)) {
    const meant = closest(first, Object.keys(commands));
    throw new Refused(`found ${first}; allowed: the commands run, predict, scaling, presets, target and doctor${meant === null ? '' : `; did you mean ${meant}?`}`);
  }
  return commands[first as keyof typeof commands](rest, terminal);
}

async function listPresets(words: readonly string[], terminal: Terminal): Promise<number> {
  const id = readOneWord('presets', words);
  if (id === null) {
    const width = Math.max(...presets.map((entry) => entry.id.length));
    for (const { id, title, description, paper } of presets) await terminal.out(`${id.padEnd(width)}  ${title} (${paper})\n${' '.repeat(width)}  ${description}\n`);
    return 0;
  }
  const found = preset(id);
  if (!found) throw new Refused(`${id} is no preset. ${presetAdvice(id)}`);
  await terminal.out(`${[...jsonText(found.document)].join('')}\n`);
  return 0;
}
