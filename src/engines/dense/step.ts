// One step of the dense engine as a list of dispatches, long ones cut into slices.

import type { Dispatch } from '../../gpu/program.ts';
import type { Kernel } from '../../gpu/kernel.ts';
import type { Work } from '../../gpu/profiler.ts';
import { SLICE_STRIDE, type BufferName } from './buffers.ts';
import type { DenseKernels } from './kernels.ts';
import { TILE, type Layout } from './layout.ts';
import { denseWork, part, type WorkName } from './work.ts';

type Buffers = Readonly<Record<BufferName, GPUBuffer>>;

export interface StepProgram {
  /** Fields, residuals and partial gradients of the current batch, at the current weights. */
  readonly batch: readonly Dispatch[];
  /** The readout where it learns, then the mean gradient, weights and step count. */
  readonly update: readonly Dispatch[];
  readonly overlaps: Dispatch;
}

/** Weight of a dispatch that does nothing, in normals drawn: some 10 µs. */
const OVERHEAD = 1000;
/** A dispatch's extent in x is limited by every adapter. */
const MOST_WORKGROUPS = 65535;

/** Where the slices of a dispatch of `total` workgroups in x begin, none drawing more than `most` normals. */
export function sliceStarts(total: number, normals: number, most: number): number[] {
  const count = Math.max(1, Math.ceil(normals / most), Math.ceil(total / MOST_WORKGROUPS));
  const size = Math.ceil(total / Math.min(count, total));
  return Array.from({ length: Math.ceil(total / size) }, (_, i) => i * size);
}

/** Extents of the batch's dispatches, before slicing: workgroups in x and in z, and normals drawn. */
export function batchExtents({ kind, n, p, quads, workgroup, chunks, partials, fieldBlocks, neuronBlocks }: Layout) {
  const normals = 4 * n * quads;
  if (kind === 'owned') return { batch_gradient: { x: partials, z: 1, normals } };
  const [fieldTiles, neuronTiles] = [Math.ceil(fieldBlocks / TILE), Math.ceil(neuronBlocks / TILE)];
  return {
    preactivations: { x: Math.ceil(n / 4 / workgroup) * chunks, z: fieldTiles, normals: normals * fieldTiles },
    residuals: { x: Math.ceil(n / workgroup), z: 1, normals: n * (p + chunks) },
    gradient: { x: Math.ceil(quads / workgroup) * partials, z: neuronTiles, normals: normals * neuronTiles },
  };
}

/** How many distinct slice offsets a layout needs, and where they begin. */
export function allSliceStarts(layout: Layout, most: number): number[] {
  const starts = Object.values(batchExtents(layout)).flatMap(({ x, normals }) => sliceStarts(x, normals, most));
  return [...new Set([0, ...starts])];
}

export function stepProgram(kernels: DenseKernels, buffers: Buffers, layout: Layout, starts: readonly number[], most: number): StepProgram {
  const { p, k, quads, rowChunks, partials, workgroup } = layout;
  const whole = denseWork(layout);
  const dispatch = (kernel: Kernel, group: GPUBindGroup, workgroups: readonly [number, number, number], normals: number, work: Work): Dispatch => ({
    kind: 'dispatch', kernel, group, workgroups, weight: OVERHEAD + normals, work,
  });
  const given = (kernel: Kernel, names: readonly BufferName[], renamed: Record<string, GPUBuffer | GPUBufferBinding> = {}) =>
    kernel.bind({ ...Object.fromEntries(names.map((name) => [name, buffers[name]])), ...renamed });
  const slice = (first: number) => ({ buffer: buffers.slices, offset: starts.indexOf(first) * SLICE_STRIDE, size: 16 });

  const names: Record<string, readonly BufferName[]> = {
    batch_gradient: ['run', 'state', 'readout', 'rows', 'partial_gradient', 'losses'],
    preactivations: ['run', 'state', 'rows', 'fields'],
    residuals: ['run', 'state', 'readout', 'fields', 'residual_blocks', 'losses'],
    gradient: ['run', 'state', 'residual_blocks', 'partial_gradient'],
  };
  const batch = Object.entries(batchExtents(layout)).flatMap(([name, { x, z, normals }]) => {
    const kernel = kernels.batch[name];
    const first = sliceStarts(x, normals, most);
    return first.map((start, i) => {
      const count = (first[i + 1] ?? x) - start;
      return dispatch(kernel, given(kernel, names[name], { slice: slice(start) }), [count, 1, z], (normals * count) / x, part(whole[name as WorkName], count / x));
    });
  });
  const { readoutPartials } = layout;
  const readout = kernels.readout
    ? [
        dispatch(
          kernels.readout.gradient,
          given(kernels.readout.gradient, ['run', 'state', 'readout', 'fields', 'partial_readout']),
          [readoutPartials, 1, 1],
          layout.n * (p + layout.chunks),
          whole.readout_gradient,
        ),
        dispatch(kernels.readout.update, given(kernels.readout.update, ['run', 'partial_readout', 'state', 'readout']), [1, 1, 1], readoutPartials, whole.readout_update),
      ]
    : [];
  return {
    batch,
    update: [
      ...readout,
      dispatch(kernels.reduce, given(kernels.reduce, ['run', 'state', 'rows', 'partial_gradient', 'row_sums']), [rowChunks, p, 1], partials * p * quads, whole.reduce),
      dispatch(
        kernels.update,
        given(kernels.update, ['run', 'state', 'row_sums', 'rows'], { mean_gradient: buffers.partial_gradient }),
        [rowChunks, p, 1],
        p * quads,
        whole.update,
      ),
    ],
    overlaps: dispatch(
      kernels.overlaps,
      given(kernels.overlaps, ['run', 'rows', 'losses'], { result: buffers.overlaps }),
      [p * k + (p * (p + 1)) / 2 + 1, 1, 1],
      (p * k + p * p) * quads + workgroup,
      whole.overlaps,
    ),
  };
}
