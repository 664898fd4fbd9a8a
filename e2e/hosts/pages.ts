// The pages of e2e/hosts, as text.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const hosts = import.meta.dirname;
export const host = (path: string): Promise<string> => readFile(join(hosts, path), 'utf8');
export const embedding = join(hosts, '../../docs/embed.md');

/** What stands in a notebook's cells. */
export const pythonOf = (notebook: string): string => (JSON.parse(notebook) as { cells: { source: string[] }[] }).cells.map(({ source }) => source.join('')).join('\n');

/** The parts of a text that a pattern's first group catches. */
export const parts = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, part]) => part);
