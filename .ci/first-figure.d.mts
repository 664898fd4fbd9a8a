import type { Plugin } from 'vite';

export function neededAtOnce(
  root: string,
  roots: readonly string[],
  folders: readonly [now: string, later: string],
): Plugin & { folder(chunk: { readonly moduleIds: readonly string[] }): string };
