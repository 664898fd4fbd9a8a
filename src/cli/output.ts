// Results leave through here: a file that is whole or absent, or standard output.

import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { csvText } from '../run/csv.ts';
import type { EnsembleResult } from '../run/ensemble.ts';
import { jsonText, type Result } from '../run/result.ts';
import { Refused, type Terminal } from './terminal.ts';

/** Before a long run, not after it: whether what `option` names can be written at all. */
export async function checkOut(out: string | null, option: '--out' | '--weights' | '--trace' = '--out'): Promise<void> {
  if (out === null) return;
  const existing = await stat(out).catch(() => null);
  if (existing?.isDirectory()) throw new Refused(`${option}: ${out} is a folder; allowed: the name of a file`);
  const target = existing ? out : dirname(out);
  await access(target, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw new Refused(`${option}: ${target} cannot be written to (${error.code ?? error.message})`);
  });
}

/** To standard output as JSON; to a file as what its name's ending says, JSON unless that is .csv or .npz. */
export async function writeResult(result: Result | EnsembleResult, out: string | null, terminal: Terminal): Promise<void> {
  if (out === null) for (const text of blocks(lines(result))) await terminal.out(text);
  else if (out.endsWith('.npz')) await writeWhole(out, [(await import('../run/npz.ts')).npzOf(result)]);
  else await writeWhole(out, blocks(out.endsWith('.csv') ? csvText(result) : lines(result)));
}

function* lines(result: object): Generator<string> {
  yield* jsonText(result);
  yield '\n';
}

/** A file that is whole, or not there. */
export async function writeWhole(out: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const existing = await stat(out).catch(() => null);
  // A device or a pipe is written to as it is; a file is replaced only by a whole one.
  const path = existing && !existing.isFile() ? out : `${out}.${process.pid}.partial`;
  try {
    const file = await open(path, 'w');
    try {
      for (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    if (path !== out) await rename(path, out);
  } catch (error) {
    if (path !== out) await rm(path, { force: true });
    throw error;
  }
}

/** Pieces joined to some 64 kB: one write for each number would take longer than the run. */
function* blocks(pieces: Iterable<string>): Generator<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length > 1 << 16) {
      yield block;
      block = '';
    }
  }
  yield block;
}
