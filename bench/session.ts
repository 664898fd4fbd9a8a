// One contender under the driver's orders; the same in a page and in a child process of Node.

import type { Contender, Size } from './contender.ts';

export interface Batch {
  /** Wall-clock time of the whole batch, its readback included. */
  readonly milliseconds: number;
  /** M (p×k) after it. */
  readonly overlaps: number[];
}

export interface Session {
  /** Opens a size and makes one step, so that everything is compiled. Returns what computes, in words. */
  prepare(size: Size): Promise<string>;
  time(steps: number): Promise<Batch>;
  dispose(): Promise<void>;
}

export function session(contender: Contender): Session {
  const time = async (steps: number): Promise<Batch> => {
    const start = performance.now();
    const overlaps = Array.from(await contender.steps(steps));
    return { milliseconds: performance.now() - start, overlaps };
  };
  return {
    async prepare(size) {
      await contender.prepare(size);
      const { overlaps } = await time(1);
      if (!overlaps.every(Number.isFinite)) throw new Error(`the overlaps after one step are ${overlaps.join(', ')}`);
      return contender.describe();
    },
    time,
    async dispose() {
      contender.dispose();
    },
  };
}
