// An expression with an error is told at once, even while other settings are wrong too: the experiment's own check looks
// at expressions only once every key is of the right kind.

import { joinWords } from '../chart/words.ts';
import type { Issue } from '../../src/experiment/issues.ts';
import { show } from '../../src/experiment/issues.ts';
import { InvalidLink, parseLink } from '../../src/model/link.ts';
import { valueAtPath } from './codec.ts';

function issueOf(path: string, source: unknown, variables: readonly string[]): Issue[] {
  if (typeof source !== 'string') return [];
  try {
    parseLink(source, [...variables]);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidLink)) throw error;
    return [{ path, found: show(source), allowed: `an expression in ${joinWords(variables)}; ${error.message}` }];
  }
}

/** What an expression may speak of: z1 … zk in the target, x in the activation. */
export function variablesOf(path: string, document: unknown): string[] {
  if (path === 'student.activation') return ['x'];
  const directions = valueAtPath(document, 'target.directions');
  const k = typeof directions === 'number' && directions >= 1 && directions <= 8 ? Math.floor(directions) : 1;
  return Array.from({ length: k }, (_, r) => `z${r + 1}`);
}

/** The issues, and those of the two expressions that are not among them. */
export function withExpressions(issues: readonly Issue[], document: unknown): Issue[] {
  const own = ['target.link', 'student.activation'].flatMap((path) => issueOf(path, valueAtPath(document, path), variablesOf(path, document)));
  return [...issues, ...own.filter(({ path }) => !issues.some((issue) => issue.path === path))];
}
