// Steps and looks in bounded pieces, so that the thread is given back in time: the loop that the engine and the runs of an
// ensemble share.

import type { Snapshot } from '../engine.ts';

/** What is made step by step, each step in pieces. */
export interface Pieces {
  readonly step: number;
  work(): boolean;
  look(): Snapshot | null;
  /** Given where every step is looked at. */
  readonly adaptTo?: (now: Snapshot) => void;
}

/** Gives the thread back when it is time to, or throws to stop; null where nothing has to be heard. */
export type Pause = { readonly due: () => boolean; readonly take: () => Promise<void> } | null;

export async function lookAt(pieces: Pieces, pause: Pause): Promise<Snapshot> {
  for (;;) {
    const snapshot = pieces.look();
    if (snapshot) return snapshot;
    if (pause?.due()) await pause.take();
  }
}

/** Makes `steps` steps; the snapshots at those for which `record` holds. */
export async function advanceBy(pieces: Pieces, steps: number, record: (step: number) => boolean, pause: Pause): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  for (let i = 0; i < steps; i++) {
    do if (pause?.due()) await pause.take();
    while (!pieces.work());
    const kept = record(pieces.step);
    if (!kept && !pieces.adaptTo) continue;
    const now = await lookAt(pieces, pause);
    if (kept) snapshots.push(now);
    pieces.adaptTo?.(now);
  }
  return snapshots;
}

/** Milliseconds of arithmetic before the thread is given back, so that a worker hears its messages. */
const SLICE_MILLISECONDS = 12;

/** A pause whenever a slice is over. */
export function pauseEvery(milliseconds: number, take: () => Promise<void>): NonNullable<Pause> {
  let yielded = performance.now();
  return {
    due: () => performance.now() - yielded > milliseconds,
    async take() {
      await take();
      yielded = performance.now();
    },
  };
}

/** A pause of one task after every slice; the signal is looked at after it. */
export function pauseOfTask(signal?: AbortSignal): Pause {
  return pauseEvery(SLICE_MILLISECONDS, async () => {
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  });
}
