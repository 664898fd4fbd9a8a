// The batches of a run on a GPU, and when that is worth it.

import type { Experiment } from '../../experiment/experiment.ts';
import { gramMatrix } from '../../experiment/quantities.ts';
import { NoWebGPU, type Gpu } from '../../gpu/device.ts';
import { TooLarge } from '../../gpu/buffer.ts';
import { cholesky } from '../../math/linalg.ts';
import { unfolds } from './chain.ts';
import type { Dice } from './dice.ts';
import { openGpuBatch, type GpuBatch } from './gpu-batch.ts';
import type { CallsOptions } from './gpu-calls.ts';
import { checkColumns, openColumns } from './gpu-columns.ts';
import { sizeOf } from './size.ts';

export interface GpuBatches {
  readonly adapter: string;
  open(index: number, size: number): GpuBatch;
  dispose(): void;
}

/** Throws `TooLarge`, before anything is allocated, for a batch that the adapter does not hold. */
export async function openGpuBatches(gpu: Gpu, experiment: Experiment, readout: Float64Array, options: CallsOptions & { readonly dice?: Pick<Dice, 'column'> } = {}): Promise<GpuBatches> {
  const { target: { directions, noise }, student: { width } } = experiment;
  const columns = await openColumns(gpu, experiment, readout, options);
  const factor = cholesky(gramMatrix(experiment), directions)!;
  return {
    adapter: gpu.adapterName,
    open: (index, size) => openGpuBatch({ index, size, width, directions, noise: Math.sqrt(noise), factor, columns, dice: options.dice }),
    dispose: columns.dispose,
  };
}

/** Entries of all columns from which a GPU is asked for: below, the CPU needs about a second for a run, and does it in float64. */
const WORTHWHILE_ENTRIES = 2 ** 22;

/**
 * The device, where the samples' part of this run belongs on it; null where it stays on the CPU: what is small, what takes
 * its samples one by one, and everything where the only adapter is software. `on` decides in place of that; then what
 * is missing is an error.
 */
export async function deviceFor(experiment: Experiment, open: (() => Promise<Gpu>) | undefined, on?: 'gpu' | 'cpu'): Promise<Gpu | null> {
  if (on === 'cpu' || !unfolds(experiment)) return null;
  if (on === 'gpu') {
    if (!open) throw new NoWebGPU('This run is to go on on a GPU, as it began, and there is none here.');
    return open();
  }
  const size = sizeOf(experiment);
  if (!open || size.bytes / size.entry < WORTHWHILE_ENTRIES) return null;
  try {
    const gpu = await open();
    if (gpu.fallback) return null;
    checkColumns(gpu, experiment);
    return gpu;
  } catch (error) {
    if (error instanceof NoWebGPU || error instanceof TooLarge) return null;
    throw error;
  }
}
