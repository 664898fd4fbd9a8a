// Follows the gradient flows that src/run/timescales.ts asks for, one after another, and hears in between what nobody waits for
// any longer.

import { pauseEvery } from '../engines/reduced/advance.ts';
import type { FromTimescales, ToTimescales } from './timescales.ts';
import { followFlow } from './timescales-trajectory.ts';

/** Milliseconds of arithmetic between two looks at the messages. */
const SLICE_MILLISECONDS = 12;

const queue: Extract<ToTimescales, { kind: 'flow' }>[] = [];
let current: number | null = null;
let cancelled = false;

class NobodyWaits extends Error {}

// A message to oneself comes after those that wait already, without the four milliseconds of a nested timeout.
const channel = new MessageChannel();
const aTask = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(null);
  });

async function work(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    current = next.id;
    cancelled = false;
    const answer = await answerTo(next);
    current = null;
    if (answer) self.postMessage(answer);
    // Those that wait are heard, and maybe no longer wanted.
    await aTask();
  }
}

async function answerTo({ id, experiment }: Extract<ToTimescales, { kind: 'flow' }>): Promise<FromTimescales | null> {
  const pause = pauseEvery(SLICE_MILLISECONDS, async () => {
    await aTask();
    if (cancelled) throw new NobodyWaits();
  });
  try {
    return { id, trajectory: await followFlow(experiment, { between: () => (pause.due() ? pause.take() : null) }) };
  } catch (error) {
    return error instanceof NobodyWaits ? null : { id, error: error instanceof Error ? error.message : String(error) };
  }
}

let working: Promise<void> | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToTimescales>) => {
  if (data.kind === 'leave') {
    if (data.id === current) cancelled = true;
    const waiting = queue.findIndex(({ id }) => id === data.id);
    if (waiting >= 0) queue.splice(waiting, 1);
    return;
  }
  queue.push(data);
  working ??= work().finally(() => (working = null));
});
