// Finds the document that a run is asked for: a preset, standard input or a file.

import { open } from 'node:fs/promises';
import { parseJson } from '../experiment/experiment.ts';
import { closest } from '../experiment/issues.ts';
import { preset, presets } from '../experiment/presets.ts';
import { MOST_INPUT_BYTES, Refused, type Terminal } from './terminal.ts';

export async function readDocument(source: string, terminal: Terminal): Promise<unknown> {
  const known = preset(source);
  if (known) return known.document;
  return parseJson(source === '-' ? await terminal.input() : await readFile(source));
}

async function readFile(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      // One byte more than is allowed tells a file that is too long, even one without an end.
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of file.createReadStream({ autoClose: false, end: MOST_INPUT_BYTES }) as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        bytes += chunk.length;
      }
      if (bytes > MOST_INPUT_BYTES) throw new Refused(`${path} has more than ${MOST_INPUT_BYTES} bytes: that is no experiment`);
      return Buffer.concat(chunks).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${path} is no preset and cannot be read as a file (${(error as NodeJS.ErrnoException).code ?? String(error)}). ${presetAdvice(path)}`);
  }
}

/** Which preset may have been meant, and which there are. */
export function presetAdvice(id: string): string {
  const ids = presets.map((entry) => entry.id);
  const meant = closest(id, ids);
  return `${meant === null ? '' : `Did you mean ${meant}? `}Presets: ${ids.join(', ')}.`;
}
