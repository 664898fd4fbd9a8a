// A run for a page: it happens in one worker that all runs of the page share, and with them one GPU device, so the page
// itself never computes longer than it takes to draw. What must not take their time has a second worker.

import type { Experiment } from '../experiment/experiment.ts';
import type { Simulation, SimulationEvents, SimulationState } from './contract.ts';
import { cpuEngine, type EngineOffer } from './engine-choice.ts';
import type { FromWorker, HostDescription, ToWorker } from './messages.ts';

export type { HostDescription } from './messages.ts';

export interface SimulationOptions {
  /** Runs as soon as it is open (default); otherwise waits, paused, at the initial condition. */
  readonly autostart?: boolean;
  /** Runs even what is estimated to take minutes a step. */
  readonly insist?: boolean;
  /** Steps to keep, ascending from 0 to T, in place of those that the experiment records. */
  readonly steps?: readonly number[];
  /** Computed in a worker of its own kind, so that the runs on show do not wait for it. */
  readonly aside?: boolean;
}

interface Connection {
  readonly worker: Worker;
  send(message: ToWorker): void;
  readonly listeners: Map<number, (message: FromWorker) => void>;
  readonly description: Promise<HostDescription>;
}

type Place = 'main' | 'aside';

// One worker a page, begun at first use: a device is too dear for one each. The one aside opens none.
const connections: Record<Place, Connection | null> = { main: null, aside: null };
let lastId = 0;

/** The same program serves runs and ensembles: a page loads it once. */
export function startWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'plateau' });
}

function connect(place: Place = 'main'): Connection {
  const before = connections[place];
  if (before) return before;
  const worker = startWorker();
  const listeners = new Map<number, (message: FromWorker) => void>();
  const send = (message: ToWorker) => worker.postMessage(message);
  const description = new Promise<HostDescription>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'description') resolve(data.description);
      else if (data.kind === 'seeds') return;
      else listeners.get(data.id)?.(data);
    });
  });
  worker.addEventListener('error', (event) => {
    const message = `The computing worker stopped: ${event.message || 'it could not be loaded'}`;
    for (const [id, listener] of listeners) listener({ kind: 'error', id, message });
    connections[place] = null;
  });
  const tellHidden = () => send({ kind: 'hidden', hidden: document.hidden });
  document.addEventListener('visibilitychange', tellHidden);
  tellHidden();
  if (place === 'main') send({ kind: 'describe' });
  return (connections[place] = { worker, send, listeners, description });
}

/** The worker of the runs on show, which has the page's device. */
export const pageWorker = (): Worker => connect().worker;

/** What this page can compute on. Opens the device that runs will use. */
export function describeHost(): Promise<HostDescription> {
  return connect().description;
}

/** Of every engine served, whether it can run `experiment` on this machine. */
export function offerEngines(experiment: Experiment): Promise<readonly EngineOffer[]> {
  const { send, listeners } = connect();
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    listeners.set(id, (message) => {
      listeners.delete(id);
      if (message.kind === 'offers') resolve(message.offers);
      else if (message.kind === 'error') reject(new Error(message.message));
    });
    send({ kind: 'offers', id, experiment });
  });
}

/** Opens a run of `experiment`; what happens arrives through `events`, never before this call has returned. */
export function openSimulation(experiment: Experiment, events: SimulationEvents, options: SimulationOptions = {}): Simulation {
  const { send, listeners } = connect(options.aside ? 'aside' : 'main');
  const id = ++lastId;
  let state: SimulationState = 'opening';
  listeners.set(id, (message) => {
    switch (message.kind) {
      case 'snapshots':
        if (message.snapshots.length > 0) events.onSnapshots?.(message.snapshots);
        return events.onProgress?.(message.progress);
      case 'kernels':
        return events.onKernels?.(message.kernels);
      case 'host':
        return events.onHost?.(message.host);
      case 'profile':
        return events.onProfile?.(message.report);
      case 'state':
        state = message.state;
        return events.onState?.(state);
      case 'notice':
        return events.onNotice?.(message.message);
      case 'error':
        state = 'failed';
        events.onState?.(state);
        return events.onError?.(message.message);
    }
  });
  send({ kind: 'open', id, experiment, onCpu: cpuEngine(experiment), autostart: options.autostart ?? true, insist: options.insist ?? false, steps: options.steps });
  return {
    get state() {
      return state;
    },
    start: () => send({ kind: 'start', id }),
    pause: () => send({ kind: 'pause', id }),
    stepBy: (count) => send({ kind: 'step', id, count }),
    profile: (on) => send({ kind: 'profile', id, on }),
    close() {
      listeners.delete(id);
      send({ kind: 'close', id });
      state = 'closed';
      events.onState?.(state);
    },
  };
}
