// Buffers with a label, a byte account, and a refusal in words before the driver is asked for too much.

import type { Gpu } from './device.ts';

/** What an adapter cannot hold; thrown before anything is allocated. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

export interface BufferPlan {
  /** A path, such as `dense/weights`. */
  readonly label: string;
  readonly bytes: number;
  readonly usage: GPUBufferUsageFlags;
}

/** The numbers of `GPUBufferUsage`, which a worker or Node may not define before a device is there. */
export const Usage = { mapRead: 1, copySource: 4, copyDestination: 8, uniform: 64, storage: 128, queryResolve: 512 } as const;

const STORAGE = Usage.storage | Usage.copySource | Usage.copyDestination;

/** A storage buffer of `words` 32-bit words (at least one). */
export function storage(label: string, words: number): BufferPlan {
  return { label, bytes: 4 * Math.max(1, words), usage: STORAGE };
}

export function uniform(label: string, bytes: number): BufferPlan {
  return { label, bytes: Math.ceil(bytes / 16) * 16, usage: Usage.uniform | Usage.copyDestination };
}

/** Refuses plans that break a limit of the adapter: the limit, the need, and nothing allocated. */
export function checkPlans(gpu: Gpu, plans: readonly BufferPlan[], whatFits: string): void {
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  for (const { label, bytes, usage } of plans) {
    const limit = usage & Usage.storage ? Math.min(maxBufferSize, maxStorageBufferBindingSize) : maxBufferSize;
    if (bytes > limit) throw new TooLarge(`${label} needs ${megabytes(bytes)}; the adapter holds ${megabytes(limit)} in one buffer. ${whatFits}`);
  }
}

export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

export function allocate(gpu: Gpu, plan: BufferPlan, content?: ArrayBufferView<ArrayBuffer>): GPUBuffer {
  const { label, bytes, usage } = plan;
  const buffer = gpu.device.createBuffer({ label, size: bytes, usage });
  gpu.allocations.set(buffer, { label, bytes });
  if (content) gpu.device.queue.writeBuffer(buffer, 0, content);
  return buffer;
}

export function release(gpu: Gpu, buffers: Iterable<GPUBuffer>): void {
  for (const buffer of buffers) {
    buffer.destroy();
    gpu.allocations.delete(buffer);
  }
}

export function bytesHeld(gpu: Gpu): number {
  let sum = 0;
  for (const { bytes } of gpu.allocations.values()) sum += bytes;
  return sum;
}
