// One sample in the frame of shaders/reduced_run.wgsl, written out as WGSL number by number: an index known at compile
// time is a register, and p and k are small.

import type { Experiment } from '../../experiment/experiment.ts';

/** Σ R_j x_a (p × r) and Σ R_j R_l, l ≤ j. */
export function sumCount(p: number, k: number): number {
  return p * (p + k) + (p * (p + 1)) / 2;
}

/** Where a lane's sums are: in registers, or shared out to lanes while samples are staged in memory. */
export type Sums = 'private' | 'staged';

/** `add_samples` of shaders/reduced_sums_private.wgsl, or `stage_sample` of shaders/reduced_sums_staged.wgsl. */
export function sampleLibrary(experiment: Experiment, sums: Sums): string {
  const lines = sums === 'private' ? addSamples(experiment) : stageSample(experiment);
  return `${lines.join('\n')}\n`;
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const normal = (i: number) => `n${i >> 2}.${'xyzw'[i & 3]}`;

/** Statements that draw the sample x_0 … x_{r−1} and work out R_0 … R_{p−1}; c_j_a is entry a of row j. */
function residuals({ student: { width: p }, target: { directions: k, gram, noise }, training: { loss } }: Experiment): string[] {
  const r = k + p;
  const fields = gram === null ? range(k).map((i) => `x${i}`) : range(k).map((i) => range(i + 1).map((l) => `g${i}_${l} * x${l}`).join(' + '));
  const output = range(p).map((j) => `a${j} * activation(w${j})`).join(' + ');
  return [
    ...range(Math.ceil((r + (noise > 0 ? 1 : 0)) / 4)).map((q) => `let n${q} = normals(vec4<u32>(${q}u, sample, step, STREAM_FIELDS), seed);`),
    ...range(r).map((a) => `let x${a} = ${normal(a)};`),
    `let y = target_value(array<f32, ${k}>(${fields.join(', ')}))${noise > 0 ? ` + ensemble.noise * ${normal(r)}` : ''};`,
    ...range(p).map((j) => `let w${j} = ${range(k + j + 1).map((a) => `c${j}_${a} * x${a}`).join(' + ')};`),
    loss === 'correlation' ? 'let e = y;' : `let e = y - (${output});`,
    ...range(p).map((j) => `let r${j} = a${j} * activation_derivative(w${j}) * e;`),
  ];
}

/** What does not change during a step: W, c a and the factor of the target's Gram matrix. */
function coefficients({ student: { width: p }, target: { directions: k, gram } }: Experiment): string[] {
  return [
    `let row = run * ${p * (k + p)}u;`,
    ...range(p).flatMap((j) => range(k + j + 1).map((a) => `let c${j}_${a} = rows[row + ${j * (k + p) + a}u];`)),
    ...range(p).map((j) => `let a${j} = fixed[${j}u];`),
    ...(gram === null ? [] : range(k).flatMap((i) => range(i + 1).map((l) => `let g${i}_${l} = fixed[${p + i * k + l}u];`))),
  ];
}

function addSamples(experiment: Experiment): string[] {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const terms = [
    ...range(p).flatMap((j) => range(k + p).map((a) => `r${j} * x${a}`)),
    ...range(p).flatMap((j) => range(j + 1).map((l) => `r${j} * r${l}`)),
  ];
  return [
    'fn add_samples(lane: u32, run: u32, step: u32, seed: u32, at: u32) {',
    ...coefficients(experiment).map((line) => `  ${line}`),
    ...terms.map((_, i) => `  var s${i} = 0.0;`),
    '  for (var sample = lane; sample < BATCH; sample += WORKGROUP) {',
    ...residuals(experiment).map((line) => `    ${line}`),
    ...terms.map((term, i) => `    s${i} += ${term};`),
    '  }',
    ...terms.map((_, i) => `  work[at + ${i}u * WORKGROUP + lane] = s${i};`),
    '}',
  ];
}

function stageSample(experiment: Experiment): string[] {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const blocks = (count: number, name: (i: number) => string) =>
    range(Math.ceil(count / 4)).map((b) => `vec4<f32>(${range(4).map((i) => (4 * b + i < count ? name(4 * b + i) : '0.0')).join(', ')})`);
  const columns = [...blocks(k + p, (a) => `x${a}`), ...blocks(p, (j) => `select(0.0, r${j}, counted)`)];
  return [
    'fn stage_sample(sample: u32, run: u32, step: u32, seed: u32, at: u32) {',
    ...[...coefficients(experiment), ...residuals(experiment)].map((line) => `  ${line}`),
    // Samples beyond the end of the batch are drawn, and count for nothing.
    '  let counted = sample < BATCH;',
    ...columns.map((column, i) => `  stage[at + ${i}u] = ${column};`),
    '}',
  ];
}
