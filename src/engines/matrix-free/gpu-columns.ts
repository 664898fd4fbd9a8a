// What columns.ts is on the CPU: arithmetic on vectors over the samples of a batch, in float32 on a GPU. Everything here but
// `run` only says what is to be done; factors that one kernel adds up and another uses never come down.

import { outputScale } from '../../experiment/quantities.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { allocate, checkPlans, megabytes, release, TooLarge } from '../../gpu/buffer.ts';
import { unlessLost, type Gpu } from '../../gpu/device.ts';
import type { Resource } from '../../gpu/kernel.ts';
import { openCalls, type CallNumbers, type CallsOptions } from './gpu-calls.ts';
import { columnKernels, columnPlan, columnShape, fixedPlans, PARTIAL_COLUMNS, partialsOf, WORKGROUP, type KernelName } from './gpu-kernels.ts';
import { sizeOf } from './size.ts';

export interface GpuColumns {
  /** A column of any content. */
  take(): GPUBuffer;
  give(columns: readonly GPUBuffer[]): void;
  /** Fields z or preactivations h, and then responses r: max(p, k) columns. */
  readonly fields: readonly GPUBufferBinding[];
  /** x ~ N(0, 1), or what is given, in its first `samples` entries; 0 beyond. */
  draw(x: GPUBuffer, samples: number, batch: number, column: number): void;
  write(x: GPUBuffer, content: Float32Array<ArrayBuffer>): void;
  /** x ← x + Σ_l factors_l c_l; with `fresh` x ← Σ_l factors_l c_l. */
  combine(x: Resource, factors: ArrayLike<number>, columns: readonly Resource[], fresh?: boolean): void;
  /** x ← x − Σ_l sums[slot + l] c_l. */
  subtract(x: Resource, slot: number, columns: readonly Resource[]): void;
  /** sums[slot + l] ← ⟨x, c_l⟩. */
  dots(x: Resource, columns: readonly Resource[], slot: number): void;
  /** x ← x/√sums[slot], or 0 where √sums[slot] is at most `tolerance` √sums[before]. */
  normalise(x: GPUBuffer, slot: number, before: number, tolerance: number): void;
  /** y ← h*(fields) + noise · y. */
  label(y: GPUBuffer, samples: number, noise: number): void;
  /** The preactivations in `fields` become responses; sums[slot] ← the sum of their losses. */
  respond(y: GPUBuffer, samples: number, square: boolean, slot: number): void;
  /** Makes room for so many sums; before anything is asked for. */
  reserve(slots: number): void;
  /** Does all that was asked for and returns the first `slots` sums. Throws `TooLarge` where the GPU had no memory left for a column. */
  run(slots: number): Promise<Float32Array>;
  dispose(): void;
}

/** Throws `TooLarge` where the adapter does not hold a column, or p of them side by side; allocates nothing. */
export function checkColumns(gpu: Gpu, experiment: Experiment): void {
  const shape = columnShape(experiment, gpu.fallback);
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const most = 64 * Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / (256 * shape.rows));
  checkPlans(gpu, [...Object.values(fixedPlans(shape)), columnPlan(shape)], `training.batch: found ${experiment.training.batch}; allowed on this adapter, at width ${shape.p} and ${shape.k} direction(s): up to ${most}`);
}

export async function openColumns(gpu: Gpu, experiment: Experiment, readout: Float64Array, options: CallsOptions): Promise<GpuColumns> {
  checkColumns(gpu, experiment);
  const shape = columnShape(experiment, gpu.fallback);
  const { quads, rows, rowQuads, chunks, p, k } = shape;
  const kernels = await unlessLost(gpu, columnKernels(gpu, experiment, shape));
  options.signal?.throwIfAborted();
  const plans = fixedPlans(shape);
  const scale = outputScale(experiment);
  const buffers = {
    fields: allocate(gpu, plans.fields),
    readout: allocate(gpu, plans.readout, Float32Array.from(readout, (a) => scale * a)),
    partials: allocate(gpu, plans.partials),
  };
  const calls = openCalls(gpu, options);
  const stride = partialsOf(shape);
  const spare: GPUBuffer[] = [];
  const all: GPUBuffer[] = [];
  /** For each column made since the last run, how it went: no limit of an adapter tells what all buffers together may take. */
  let making: Promise<GPUError | null>[] = [];

  function make(): GPUBuffer {
    gpu.device.pushErrorScope('out-of-memory');
    const column = allocate(gpu, columnPlan(shape));
    const outcome = unlessLost(gpu, gpu.device.popErrorScope());
    // Waited for by `run`, unless the engine is disposed before.
    outcome.catch(() => undefined);
    making.push(outcome);
    all.push(column);
    return column;
  }

  async function refuseFailed(): Promise<void> {
    const made = making;
    making = [];
    const failed = (await Promise.all(made)).filter((error) => error !== null).length;
    if (failed === 0) return;
    const { batch } = experiment.training;
    const held = columnPlan(shape).bytes * (all.length - failed);
    const size = sizeOf(experiment);
    const fits = Math.floor((batch * held * size.entry) / (4 * size.bytes));
    throw new TooLarge(`training.batch: found ${batch}; the memory of ${gpu.adapterName} was full after ${megabytes(held)} of the ${megabytes((4 * size.bytes) / size.entry)} of columns; allowed there, for as many steps: up to about ${fits}`);
  }

  /** Asks for one kernel on all chunks; `cost` is what a quad costs, in columns read, `flops` and `columns` what its four samples take. */
  function each(name: KernelName, cost: number, { flops, columns }: QuadWork, resources: Readonly<Record<string, Resource>>, numbers: CallNumbers, partials = 0): void {
    for (const { first, end, threads, partial } of chunks) {
      const count = end - first;
      calls.add(kernels[name], resources, { ...numbers, first, end, threads, partial: partials + partial, stride }, Math.ceil(threads / WORKGROUP), cost * count + OVERHEAD, { flops: flops * count, bytes: 16 * columns * count });
    }
  }

  function addUp(count: number, slot: number): void {
    calls.add(kernels.sum_partials, { partials: buffers.partials, sums: calls.sums }, { slot, stride }, count, count * stride + OVERHEAD, { flops: count * stride, bytes: 4 * count * (stride + 1) });
  }

  return {
    fields: Array.from({ length: rows }, (_, r) => ({ buffer: buffers.fields, offset: 16 * rowQuads * r, size: 16 * quads })),
    take() {
      return spare.pop() ?? make();
    },
    give(columns) {
      spare.push(...columns);
    },
    draw(x, samples, batch, column) {
      each('draw_column', DRAW, { flops: 0, columns: 1 }, { column: x }, { samples, batch, column, seed: experiment.seed });
    },
    write(x, content) {
      const padded = new Float32Array(4 * quads);
      padded.set(content);
      gpu.device.queue.writeBuffer(x, 0, padded);
    },
    combine(x, factors, columns, fresh = false) {
      for (let l = 0; l < Math.max(1, columns.length); l += 4) {
        const some = columns.slice(l, l + 4);
        // With no column at all x ← 0: the places of the four are taken by anything else.
        const given = some.length > 0 ? some : [all.find((column) => column !== x)!];
        each('combine_columns', 2 + some.length, { flops: 8 * some.length, columns: some.length + (fresh && l === 0 ? 1 : 2) }, { column: x, sums: calls.sums, ...four(given) }, { factors: Array.from(some, (_, i) => factors[l + i]), count: some.length, fresh: fresh && l === 0 });
      }
    },
    subtract(x, slot, columns) {
      for (let l = 0; l < columns.length; l += 4) {
        const some = columns.slice(l, l + 4);
        each('combine_columns', 2 + some.length, { flops: 8 * some.length, columns: some.length + 2 }, { column: x, sums: calls.sums, ...four(some) }, { factors: [-1, -1, -1, -1], count: some.length, slot: slot + l, measured: true });
      }
    },
    dots(x, columns, slot) {
      for (let begin = 0; begin < columns.length; begin += PARTIAL_COLUMNS) {
        const round = columns.slice(begin, begin + PARTIAL_COLUMNS);
        for (let l = 0; l < round.length; l += 4) {
          const some = round.slice(l, l + 4);
          each('dot_columns', 1 + some.length, { flops: 8 * some.length, columns: some.length + 1 }, { column: x, partials: buffers.partials, ...four(some) }, { count: some.length }, l * stride);
        }
        addUp(round.length, slot + begin);
      }
    },
    normalise(x, slot, before, tolerance) {
      each('normalise_column', 2, { flops: 4, columns: 2 }, { column: x, sums: calls.sums }, { slot, before, factors: [tolerance] });
    },
    label(y, samples, noise) {
      each('label_samples', k + LINK, { flops: 8, columns: k + 2 }, { fields: buffers.fields, labels: y }, { samples, factors: [noise] });
    },
    respond(y, samples, square, slot) {
      each('respond_samples', p * (3 + LINK), { flops: 4 * (4 * p + 5), columns: 2 * p + 1 }, { ...buffers, labels: y }, { samples, factors: [square ? 1 : 0] });
      addUp(1, slot);
    },
    reserve: calls.reserve,
    async run(slots) {
      await refuseFailed();
      return calls.run(slots);
    },
    dispose() {
      calls.dispose();
      release(gpu, [...all, ...Object.values(buffers)]);
    },
  };
}

/** What a kernel does to four samples by its formula, links, normals and partial sums apart: flops, and columns read or written. */
interface QuadWork {
  readonly flops: number;
  readonly columns: number;
}

/** Weights, in quads of a column read: of a dispatch that does nothing, of four normals, of a link at four samples. */
const OVERHEAD = 1000;
const DRAW = 8;
const LINK = 10;

/** The bindings of four columns, the places of those that are missing taken by the first. */
function four([a, b = a, c = a, d = a]: readonly Resource[]): Record<'a' | 'b' | 'c' | 'd', Resource> {
  return { a, b, c, d };
}
