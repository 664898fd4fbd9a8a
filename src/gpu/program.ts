// A program is a list of commands, dispatches and copies, that knows nothing of what it computes. The queue cuts it into
// submissions by measured time, so that a page stays smooth and no driver's watchdog bites, whatever a command costs.

import { unlessLost, type Gpu } from './device.ts';
import type { Kernel } from './kernel.ts';
import type { Profiler, Work } from './profiler.ts';

export interface Dispatch {
  readonly kind: 'dispatch';
  readonly kernel: Kernel;
  readonly group: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
  /** Relative cost; the queue learns what a unit takes. */
  readonly weight: number;
  /** For the profile: what it does by its formula. */
  readonly work?: Work;
}

export interface Copy {
  readonly kind: 'copy';
  readonly label: string;
  readonly source: GPUBuffer;
  readonly destination: GPUBuffer;
  readonly destinationOffset: number;
  readonly bytes: number;
}

export type Command = Dispatch | Copy;

export interface QueueOptions {
  /** Milliseconds a submission should take. */
  readonly budget: number;
  /** Stops between submissions; rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Milliseconds a unit of weight takes, as measured so far on this device. */
export class Pace {
  private millisecondsPerWeight = 0;

  /** How much weight fills `budget`; a first guess is small, so that the first measurement comes soon. */
  weightFor(budget: number, fallback: number): number {
    return this.millisecondsPerWeight > 0 ? budget / this.millisecondsPerWeight : fallback;
  }

  observe(weight: number, milliseconds: number): void {
    if (!(weight > 0)) return;
    const sample = milliseconds / weight;
    // Follows a slower machine at once, a faster one with patience: a long submission hurts more than a short one.
    const old = this.millisecondsPerWeight;
    this.millisecondsPerWeight = old === 0 || sample > old ? sample : 0.7 * old + 0.3 * sample;
  }
}

/** Submits the commands in order, at most two submissions in flight, and resolves when the last is done. */
export async function execute(gpu: Gpu, commands: Iterable<Command>, pace: Pace, options: QueueOptions, profiler?: Profiler): Promise<void> {
  const { device } = gpu;
  const timer = profiler?.on(gpu) ?? null;
  const flying: Promise<void>[] = [];
  let finished = performance.now();
  const iterator = commands[Symbol.iterator]();
  let next = iterator.next();
  while (!next.done) {
    options.signal?.throwIfAborted();
    const limit = pace.weightFor(options.budget, next.value.kind === 'dispatch' ? next.value.weight : 0);
    const encoder = device.createCommandEncoder({ label: 'plateau/submission' });
    let weight = 0;
    let pass: GPUComputePassEncoder | null = null;
    do {
      const command = next.value;
      if (command.kind === 'copy') {
        pass?.end();
        pass = null;
        encoder.pushDebugGroup(command.label);
        encoder.copyBufferToBuffer(command.source, 0, command.destination, command.destinationOffset, command.bytes);
        encoder.popDebugGroup();
      } else {
        const { kernel, group, workgroups, work } = command;
        // Timestamps are written around passes, so a profiled dispatch gets one of its own.
        if (timer) pass?.end();
        if (timer || !pass) pass = encoder.beginComputePass({ label: timer ? kernel.label : 'plateau/pass', timestampWrites: timer?.span(kernel.label, work) });
        pass.pushDebugGroup(kernel.label);
        pass.setPipeline(kernel.pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
        pass.popDebugGroup();
        weight += command.weight;
      }
      next = iterator.next();
    } while (!next.done && (next.value.kind === 'copy' || weight + next.value.weight <= limit) && !timer?.full);
    pass?.end();
    timer?.resolve(encoder);
    device.queue.submit([encoder.finish()]);
    timer?.submitted();
    const submitted = performance.now();
    const done = device.queue.onSubmittedWorkDone().then(() => {
      const now = performance.now();
      pace.observe(weight, now - Math.max(finished, submitted));
      finished = now;
    });
    // When the device goes, each of them fails, and only the first is waited for.
    done.catch(() => undefined);
    flying.push(done);
    if (flying.length >= 2) await unlessLost(gpu, flying.shift()!);
  }
  for (const done of flying) await unlessLost(gpu, done);
}
