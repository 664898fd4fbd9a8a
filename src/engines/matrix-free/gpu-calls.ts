// Dispatches on columns, collected and then made in order: what each is asked for goes up in one write, and what was added
// up comes back in one read.

import { allocate, release, storage, uniform } from '../../gpu/buffer.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { Kernel, Resource } from '../../gpu/kernel.ts';
import { execute, Pace, type Command, type Dispatch } from '../../gpu/program.ts';
import type { Profiler, Work } from '../../gpu/profiler.ts';
import { stagingRing } from '../../gpu/readback.ts';

/** The struct `Call` of shaders/columns.wgsl; what is left out is 0. */
export interface CallNumbers {
  readonly factors?: readonly number[];
  readonly first?: number;
  readonly end?: number;
  readonly threads?: number;
  readonly count?: number;
  readonly partial?: number;
  readonly stride?: number;
  readonly slot?: number;
  readonly before?: number;
  readonly samples?: number;
  readonly seed?: number;
  readonly column?: number;
  readonly batch?: number;
  readonly fresh?: boolean;
  readonly measured?: boolean;
}

export interface Calls {
  /** What the GPU adds up (float32); grows by `reserve`, before anything that uses it is asked for. */
  readonly sums: GPUBuffer;
  reserve(slots: number): void;
  add(kernel: Kernel, resources: Readonly<Record<string, Resource>>, numbers: CallNumbers, workgroups: number, weight: number, work: Work): void;
  /** Makes all that was added since, in that order, and returns the first `slots` sums. */
  run(slots: number): Promise<Float32Array>;
  dispose(): void;
}

/** Uniform offsets must be multiples of this on every adapter. */
const STRIDE = 256;
const CALL_BYTES = 80;
/** Calls that go up at a time. */
const MOST_CALLS = 512;
/** Longest submission, whatever the budget: the page draws between them. */
const LONGEST_MILLISECONDS = 50;

export interface CallsOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds a submission should take. Bits do not depend on it. */
  readonly budget?: () => number;
  readonly profiler?: Profiler;
}

export function openCalls(gpu: Gpu, { signal, budget = () => 7, profiler }: CallsOptions): Calls {
  const calls = allocate(gpu, uniform('matrix-free/calls', STRIDE * MOST_CALLS));
  const ring = stagingRing(gpu, 'matrix-free/staging');
  const pace = new Pace();
  let sums = allocate(gpu, storage('matrix-free/sums', 64));
  let added: { dispatch: Omit<Dispatch, 'group'>; resources: Readonly<Record<string, Resource>>; words: Uint32Array }[] = [];

  return {
    get sums() {
      return sums;
    },
    reserve(slots) {
      if (4 * slots <= sums.size) return;
      release(gpu, [sums]);
      sums = allocate(gpu, storage('matrix-free/sums', 2 * slots));
    },
    add(kernel, resources, numbers, workgroups, weight, work) {
      added.push({ dispatch: { kind: 'dispatch', kernel, workgroups: [workgroups, 1, 1], weight, work }, resources, words: callWords(numbers) });
    },
    async run(slots) {
      const all = added;
      added = [];
      const options = () => ({ budget: Math.min(budget(), LONGEST_MILLISECONDS), signal });
      for (let from = 0; from < all.length; from += MOST_CALLS) {
        const now = all.slice(from, from + MOST_CALLS);
        const words = new Uint32Array((STRIDE / 4) * now.length);
        now.forEach((call, i) => words.set(call.words, (STRIDE / 4) * i));
        gpu.device.queue.writeBuffer(calls, 0, words);
        const commands = now.map(({ dispatch, resources }, i): Command => ({
          ...dispatch, group: dispatch.kernel.bind({ ...resources, call: { buffer: calls, offset: STRIDE * i, size: CALL_BYTES } }),
        }));
        await execute(gpu, commands, pace, options(), profiler);
      }
      if (slots === 0) return new Float32Array();
      const staging = ring.take(4 * slots);
      const read: Command = { kind: 'copy', label: 'matrix-free/sums.read', source: sums, destination: staging, destinationOffset: 0, bytes: 4 * slots };
      await execute(gpu, [read], pace, options());
      return new Float32Array(await ring.read(staging, 4 * slots));
    },
    dispose() {
      ring.dispose();
      release(gpu, [calls, sums]);
    },
  };
}

function callWords({ factors = [], first = 0, end = 0, threads = 0, count = 0, partial = 0, stride = 0, slot = 0, before = 0, samples = 0, seed = 0, column = 0, batch = 0, fresh = false, measured = false }: CallNumbers): Uint32Array {
  const words = new Uint32Array(CALL_BYTES / 4);
  new Float32Array(words.buffer).set(factors);
  words.set([first, end, threads, count, partial, stride, slot, before, samples, seed, column, batch, fresh ? 1 : 0, measured ? 1 : 0], 4);
  return words;
}
