// Reading results back: a ring of mappable buffers, so that a copy can be filled while an earlier one is being read.

import { allocate, release, Usage } from './buffer.ts';
import { unlessLost, type Gpu } from './device.ts';

export interface StagingRing {
  /** A buffer of at least `bytes` to copy into; give it back with `read` or `recycle`. */
  take(bytes: number): GPUBuffer;
  /** Maps a taken buffer, copies its first `bytes` out and puts the buffer back into the ring. */
  read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer>;
  recycle(buffer: GPUBuffer): void;
  dispose(): void;
}

export function stagingRing(gpu: Gpu, label: string): StagingRing {
  const free: GPUBuffer[] = [];
  const all = new Set<GPUBuffer>();
  return {
    take(bytes) {
      const size = Math.ceil(Math.max(bytes, 256) / 256) * 256;
      const index = free.findIndex((buffer) => buffer.size >= size);
      if (index >= 0) return free.splice(index, 1)[0];
      const buffer = allocate(gpu, { label, bytes: size, usage: Usage.mapRead | Usage.copyDestination });
      all.add(buffer);
      return buffer;
    },
    async read(buffer, bytes) {
      await unlessLost(gpu, buffer.mapAsync(1 /* read */, 0, bytes));
      const content = buffer.getMappedRange(0, bytes).slice(0);
      buffer.unmap();
      this.recycle(buffer);
      return content;
    },
    recycle(buffer) {
      free.push(buffer);
      // Two are enough to overlap; a larger request makes the smaller ones useless.
      while (free.length > 2) {
        const [oldest] = free.splice(0, 1);
        all.delete(oldest);
        release(gpu, [oldest]);
      }
    },
    dispose() {
      release(gpu, all);
      all.clear();
      free.length = 0;
    },
  };
}
