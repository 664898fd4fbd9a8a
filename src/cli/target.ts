// `plateau target`: what a target is made of, for people or as JSON.

import { parseArgs } from 'node:util';
import { InvalidLink, parseLink, targetVariables } from '../model/link.ts';
import { writtenDirections } from '../model/written-directions.ts';
import { analyseTarget, type Exponent, type Stage, type TargetAnalysis, UnfitTarget } from '../model/target/analysis.ts';
import { jsonText } from '../run/result.ts';
import { Refused, type Terminal } from './terminal.ts';

/** Components that three digits do not show. */
const SMALL = 5e-4;
/** As many as a document's target may have. */
const MOST_DIRECTIONS = 8;

export async function target(words: readonly string[], terminal: Terminal): Promise<number> {
  const { link, directions, json } = readWords(words);
  try {
    const analysis = analyseTarget(link, directions ?? directionsIn(link));
    await terminal.out(json ? `${[...jsonText(toJson(link, analysis))].join('')}\n` : report(link, analysis));
    return 0;
  } catch (error) {
    if (error instanceof InvalidLink) throw new Refused(`target.link: ${error.message}`);
    if (error instanceof UnfitTarget) throw new Refused(error.message);
    throw error;
  }
}

function readWords(words: readonly string[]): { link: string; directions: number | null; json: boolean } {
  // No option here has one dash, so that -z1 is a target.
  const minus = words.filter((word) => /^-[^-]/.test(word));
  const { values, positionals } = parse(words.filter((word) => !minus.includes(word)));
  const links = [...minus, ...positionals];
  if (links.length !== 1) throw new Refused(`target takes one expression in z1, z2, …, such as "z1 + He3(z2)", not ${links.length === 0 ? 'none' : links.join(' ')}`);
  const { directions, json } = values;
  if (directions !== undefined && !/^\d+$/.test(directions)) throw new Refused(`--directions: found ${directions}; allowed: a whole number from 1 to 4`);
  return { link: links[0], directions: directions === undefined ? null : Number(directions), json: json === true };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: { directions: { type: 'string' }, json: { type: 'boolean' } }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Refused((error as Error).message.split('. ')[0]);
  }
}

/** Those that a link names, of as many as can be analysed. */
function directionsIn(link: string): number {
  parseLink(link, targetVariables(MOST_DIRECTIONS));
  return writtenDirections(link);
}

/** Numbers, null where there is none, "undecided" where it cannot be told; the sentences are under `why`. */
function toJson(link: string, analysis: TargetAnalysis): object {
  const { informationExponent, leapIndex, generativeExponent, generativeLeap, staircase, directions: k, finiteStep } = analysis;
  const named = { informationExponent, leapIndex, generativeExponent, generativeLeap };
  return {
    link,
    directions: k,
    informationExponent: valueOf(informationExponent),
    leapIndex: valueOf(leapIndex),
    staircase: staircase ?? (leapIndex.undecided ? 'undecided' : null),
    generativeExponent: valueOf(generativeExponent),
    generativeLeap: valueOf(generativeLeap),
    sequence: analysis.sequence.map((stage) => stageJson(stage, k)),
    generativeSequence: analysis.generativeSequence.map((stage) => stageJson(stage, k)),
    finiteStep: { onePass: subspaceJson(finiteStep.onePass, k), reuse: subspaceJson(finiteStep.reuse, k) },
    secondMoment: analysis.secondMoment,
    spectrum: analysis.spectrum,
    coefficients: analysis.coefficients,
    why: Object.fromEntries(Object.entries(named).map(([key, { why }]) => [key, why])) as object,
    tolerance: analysis.tolerance,
  };
}

function valueOf({ value, undecided }: Exponent): number | 'undecided' | null {
  return undecided ? 'undecided' : value;
}

function stageJson({ order, directions, strength }: Stage, k: number) {
  return { order, ...subspaceJson(directions, k), strength };
}

/** The projector says which subspace it is, whatever the basis. */
function subspaceJson(directions: number[][], k: number) {
  const projector = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => directions.reduce((sum, v) => sum + v[i] * v[j], 0)));
  return { dim: directions.length, projector, directions };
}

/** For a terminal of 80 columns. */
function report(link: string, analysis: TargetAnalysis): string {
  const { directions: k, informationExponent, leapIndex, generativeExponent, generativeLeap, tolerance } = analysis;
  const lines = [shorten(`h* = ${link}`), `k = ${k}, E h*² = ${short(analysis.secondMoment)}`, '', 'Hermite spectrum, shares of E h*²'];
  for (const { degree, weight } of analysis.spectrum)
    if (weight > 5e-5) lines.push(`  degree ${String(degree).padStart(2)}  ${weight.toFixed(4)}  ${'#'.repeat(Math.round(40 * weight))}`);
  const kind = analysis.staircase === true ? ' (a staircase)' : '';
  lines.push('', 'Fresh batches', ...exponentLines('information exponent', informationExponent), ...exponentLines('leap index', leapIndex, kind));
  lines.push(...stageLines(analysis.sequence), ...finiteLines(analysis.finiteStep.onePass));
  lines.push('', 'Batches used again', ...exponentLines('generative exponent', generativeExponent), ...exponentLines('generative leap', generativeLeap));
  lines.push(...stageLines(analysis.generativeSequence), ...finiteLines(analysis.finiteStep.reuse));
  const { tensor, label, grid } = tolerance;
  if (grid.axes > 0) lines.push('', `Rests on: tensors to degree ${tensor.degree}, ${tensor.exact ? 'by algebra' : 'by quadrature'}, zero below ${short(tensor.floor)};`, `${label.functions} functions of the label, to degree ${label.degree}, below ${short(label.resolution)} perhaps unseen;`, `grids of ${grid.nodes.join(' and ')} nodes an axis, compared.`);
  return `${lines.join('\n')}\n`;
}

function exponentLines(name: string, { value, undecided, why }: Exponent, kind = ''): string[] {
  const lines = [`  ${name.padEnd(20)} ${undecided ? 'undecided' : value === null ? 'none: nothing to find' : `${value}${kind}`}`];
  return why === null ? lines : [...lines, ...wrap(why, 70).map((line) => `      ${line}`)];
}

function stageLines(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ order, directions }) => readable(directions).map((words, i) => `  ${i === 0 ? `order ${order}:`.padEnd(10) : ' '.repeat(10)} ${words}`));
}

function finiteLines(directions: number[][]): string[] {
  return [`  in a finite number of steps: ${directions.length === 0 ? 'nothing' : `${directions.length} dimension${directions.length > 1 ? 's' : ''}`}`];
}

/** Axes where they span the same, else the directions themselves. */
function readable(directions: number[][]): string[] {
  const used = directions[0].flatMap((_, i) => (directions.some((v) => Math.abs(v[i]) >= SMALL) ? [`z${i + 1}`] : []));
  return used.length === directions.length ? used : directions.map(combination);
}

/** z2, or 0.768 z1 − 0.641 z2. */
function combination(v: readonly number[]): string {
  const terms = v.flatMap((x, i) => (Math.abs(x) < SMALL ? [] : [{ x, name: `z${i + 1}` }]));
  if (terms.length === 1) return terms[0].name;
  return terms.map(({ x, name }, i) => `${x < 0 ? (i === 0 ? '−' : '− ') : i === 0 ? '' : '+ '}${Math.abs(x).toFixed(3)} ${name}`).join(' ');
}

function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}

function shorten(line: string): string {
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' '))
    if (`${lines[lines.length - 1]} ${word}`.trim().length > width) lines.push(word);
    else lines[lines.length - 1] = `${lines[lines.length - 1]} ${word}`.trim();
  return lines;
}
