// The kernels that work on columns of samples, how such a column is cut, and what is held for it.

import combineColumns from '../../../shaders/combine_columns.wgsl?raw';
import columns from '../../../shaders/columns.wgsl?raw';
import dotColumns from '../../../shaders/dot_columns.wgsl?raw';
import drawColumn from '../../../shaders/draw_column.wgsl?raw';
import functions from '../../../shaders/functions.wgsl?raw';
import labelSamples from '../../../shaders/label_samples.wgsl?raw';
import normal from '../../../shaders/normal.wgsl?raw';
import normaliseColumn from '../../../shaders/normalise_column.wgsl?raw';
import respondSamples from '../../../shaders/respond_samples.wgsl?raw';
import rotationsByFloat from '../../../shaders/rotations_by_float.wgsl?raw';
import rotationsByShift from '../../../shaders/rotations_by_shift.wgsl?raw';
import sumPartials from '../../../shaders/sum_partials.wgsl?raw';
import threefry from '../../../shaders/threefry.wgsl?raw';
import type { Experiment } from '../../experiment/experiment.ts';
import { storage, type BufferPlan } from '../../gpu/buffer.ts';
import type { Gpu } from '../../gpu/device.ts';
import { createKernel, type Kernel, type Source } from '../../gpu/kernel.ts';
import { activationVariables, parseLink, targetVariables } from '../../model/link.ts';
import { activationLibrary, targetLibrary } from '../../model/wgsl.ts';

export const WORKGROUP = 64;
/** Quads of a column that a thread has. */
const QUADS_A_THREAD = 16;
/** Products whose partial sums are kept side by side. */
export const PARTIAL_COLUMNS = 16;

export interface ColumnShape {
  readonly p: number;
  readonly k: number;
  /** ⌈n/4⌉. */
  readonly quads: number;
  /** Fields or responses held: max(p, k). */
  readonly rows: number;
  /** Quads from one of them to the next: bindings begin at multiples of 256 bytes. */
  readonly rowQuads: number;
  /** Threads that add a column's partial sums. */
  readonly lanes: number;
  readonly chunks: readonly Chunk[];
}

/** Quads first … end − 1 of a column, and which of its partial sums they make. */
interface Chunk {
  readonly first: number;
  readonly end: number;
  readonly threads: number;
  readonly partial: number;
}

export function columnShape({ student: { width: p }, target: { directions: k }, training: { batch: n } }: Experiment, fallback: boolean): ColumnShape {
  const quads = Math.ceil(n / 4);
  // A dispatch of a software adapter should take some 10 ms; on a GPU only the extent of a dispatch is a limit.
  const chunkQuads = fallback ? 2 ** 16 : 2 ** 22;
  const count = Math.ceil(quads / chunkQuads);
  const size = Math.ceil(quads / count);
  const chunks: Chunk[] = [];
  for (let first = 0, partial = 0; first < quads; first += size) {
    const end = Math.min(quads, first + size);
    const threads = Math.ceil((end - first) / QUADS_A_THREAD);
    chunks.push({ first, end, threads, partial });
    partial += threads;
  }
  // Barriers, and words of shared memory, are what SwiftShader is slow at.
  return { p, k, quads, rows: Math.max(p, k), rowQuads: 16 * Math.ceil(quads / 16), lanes: fallback ? 16 : 256, chunks };
}

/** Partial sums of one column. */
export function partialsOf({ chunks }: ColumnShape): number {
  return chunks.reduce((sum, { threads }) => sum + threads, 0);
}

export function columnPlan({ quads }: ColumnShape): BufferPlan {
  return storage('matrix-free/column', 4 * quads);
}

export function fixedPlans(shape: ColumnShape): Record<'fields' | 'readout' | 'partials', BufferPlan> {
  return {
    fields: storage('matrix-free/fields', 4 * shape.rows * shape.rowQuads),
    readout: storage('matrix-free/readout', shape.p),
    partials: storage('matrix-free/partials', PARTIAL_COLUMNS * partialsOf(shape)),
  };
}

export type KernelName = 'draw_column' | 'combine_columns' | 'dot_columns' | 'sum_partials' | 'normalise_column' | 'label_samples' | 'respond_samples';

export async function columnKernels(gpu: Gpu, { target, student }: Experiment, { p, k, quads, rows, rowQuads, lanes }: ColumnShape): Promise<Record<KernelName, Kernel>> {
  const file = (name: string, code: string): Source => ({ name: `${name}.wgsl`, code });
  const sizes = { P: p, K: k, QUADS: quads, ROWS: rows, ROW_QUADS: rowQuads, LANES: lanes };
  const shape = Object.entries(sizes).map(([name, size]) => `const ${name} = ${size}u;\n`).join('');
  const common = [file('shape (generated)', shape), file('columns', columns)];
  const random = [gpu.fallback ? file('rotations_by_float', rotationsByFloat) : file('rotations_by_shift', rotationsByShift), file('threefry', threefry), file('normal', normal)];
  const activation = file('activation (generated)', activationLibrary(parseLink(student.activation, activationVariables())));
  const targetValue = file('target (generated)', targetLibrary(parseLink(target.link, targetVariables(k)), k));
  const sources: Record<KernelName, Source[]> = {
    draw_column: [...random, file('draw_column', drawColumn)],
    combine_columns: [file('combine_columns', combineColumns)],
    dot_columns: [file('dot_columns', dotColumns)],
    sum_partials: [file('sum_partials', sumPartials)],
    normalise_column: [file('normalise_column', normaliseColumn)],
    label_samples: [file('functions', functions), targetValue, file('label_samples', labelSamples)],
    respond_samples: [file('functions', functions), activation, file('respond_samples', respondSamples)],
  };
  const made = await Promise.all(Object.entries(sources).map(async ([name, own]) => [name, await createKernel(gpu, { label: `matrix-free/${name}`, sources: [...common, ...own] })]));
  return Object.fromEntries(made) as Record<KernelName, Kernel>;
}
