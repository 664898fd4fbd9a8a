// Numbers into tables.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/** Geometric mean of the median ratios of each contender over the sizes named, where it ran them all. */
export function geometricMeans(rows, ids) {
  const used = rows.filter(({ id }) => ids.includes(id));
  if (used.length < ids.length) return null;
  return used[0].contenders.map(({ id, name, where }) => {
    const ratios = used.map(({ contenders }) => contenders.find((one) => one.id === id)?.ratio?.median);
    const whole = ratios.every((ratio) => ratio > 0);
    return { id, name, where, over: ids, ratio: whole ? Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length) : null };
  });
}

/** The tables of one result. */
export function markdown(result) {
  const { sizes, machine, software, geometricMeans: means } = result;
  const contenders = sizes[0].contenders;
  const shape = ({ id, d, n, p, k }) => `${id} (${d}, ${n}, ${p}, ${k})`;
  const at = (size, id) => size.contenders.find((one) => one.id === id);
  const table = (corner, cell, extra = []) =>
    tableOf(
      [corner, ...sizes.map(shape), ...extra.map(([title]) => title)],
      contenders.map(({ id, name, where }) => [`${name}, ${where}`, ...sizes.map((size) => cell(at(size, id), size)), ...extra.map(([, value]) => value(id))]),
    );
  const base = contenders.find(({ id }) => id.startsWith('plateau'));
  const notes = [];
  const time = (one, size) => {
    if (one.failed) {
      notes.push(`${one.name}, ${one.where}, at ${size.id}: ${one.failed}`);
      return 'no number';
    }
    return `${digits(one.step.median)} (${digits(one.step.min)}–${digits(one.step.max)})`;
  };
  const ratio = ({ ratio: r }) => (r ? digits(r.median) : '–');
  const mean = (id) => {
    const value = means?.find((one) => one.id === id)?.ratio;
    return value ? digits(value) : '–';
  };
  // What a contender says of itself, said once where it says the same at every size.
  const who = contenders.flatMap(({ id, name, where }) => {
    const told = grouped(sizes, (size) => at(size, id).who);
    return [...told]
      .filter(([words]) => words)
      .map(([words, group]) => `${name}, ${where}${group.length < sizes.length ? `, ${group.map((size) => size.id).join(' ')}` : ''}: ${words}`);
  });
  const versions = `${software.chromium ? `Chromium ${software.chromium}, ` : ''}Node ${software.node}, Dawn for Node ${software.dawn ?? 'absent'}, TensorFlow.js ${software.tensorflow}, jax-js ${software.jax}`;
  return [
    `${result.date}, commit ${result.commit ?? 'unknown'}${result.uncommitted ? ' with changes' : ''}; ${machine.cpu}, ${machine.cores} cores, ${machine.platform}; ${versions}; ${result.rounds} rounds.`,
    table('ms a step, median (least–most); (d, n, p, k)', time),
    base ? `Times ${base.name} in ${base.where}: medians of the ratios within a round; above 1 is slower.` : '',
    base ? table('times', ratio, means ? [['geometric mean, s1–s3', mean]] : []) : '',
    'Throughput, 10⁶ normals drawn and used a second / GFLOP/s of the three products alone.',
    table('10⁶ normals/s / GFLOP/s', (one) => (one.failed ? '–' : `${digits(one.normalsPerSecond / 1e6)} / ${digits(one.productGigaflops)}`)),
    who.map((line) => `- ${line}`).join('\n'),
    notes.map((line) => `- No number: ${line}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Puts the tables of every result in `folder` between the markers of the document. */
export function writeDocument(path, folder) {
  const results = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  const sections = results.map((name) => `### ${name.replace(/\.json$/, '')}\n\n${markdown(JSON.parse(readFileSync(join(folder, name), 'utf8')))}`);
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md has no ${BEGIN} … ${END} to write between`);
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${sections.join('\n\n')}\n\n${text.slice(end)}`);
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function tableOf(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three significant digits, without an exponent. */
function digits(value) {
  return value >= 1000 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString();
}
