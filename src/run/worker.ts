// The page's worker: holds the GPU device and hears what pages ask of it. The runs that they open are driven block by block, so that
// a message waits no longer than a block.

import { engineHost } from '../engines/open.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { ToSeeds } from './ensemble-messages.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runsOn } from './worker-runs.ts';

/** Milliseconds a GPU submission may take: short while the page draws, long while nobody looks. */
const BUDGET = { visible: 7, hidden: 100 };

const host = engineHost(navigator.gpu);
const runs = runsOn(host, send);

function send(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

// Ensembles are loaded at the first message about one; messages keep their order, a promise's callbacks do.
let seeds: Promise<(message: ToSeeds) => void> | null = null;

function hearOfSeeds(message: ToSeeds): void {
  seeds ??= import('./ensemble-worker.ts').then(({ seedRunner }) =>
    seedRunner((answer, transfer) => send({ kind: 'seeds', message: answer }, transfer), { gpu: () => host.gpu(), budget: () => host.budget }));
  void seeds.then((hear) => hear(message));
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'describe':
      return void describe();
    case 'hidden':
      runs.hide(data.hidden);
      host.budget = data.hidden ? BUDGET.hidden : BUDGET.visible;
      return;
    case 'open':
      return void runs.drive(data);
    case 'close':
      return runs.close(data.id);
    case 'start':
      return runs.allow(data.id, Infinity);
    case 'pause':
      return runs.allow(data.id, 0);
    case 'step':
      return runs.allow(data.id, data.count);
    case 'profile':
      return runs.profile(data.id, data.on);
    case 'offers':
      return void offer(data.id, data.experiment);
    case 'seeds':
      return hearOfSeeds(data.message);
  }
});

async function describe(): Promise<void> {
  const gpu = await host.gpu().catch(() => null);
  const { maxBufferSize = 0, maxStorageBufferBindingSize = 0 } = gpu?.device.limits ?? {};
  const bufferBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  send({ kind: 'description', description: { webgpu: gpu !== null, fallbackAdapter: gpu?.fallback ?? false, adapter: gpu?.adapterName ?? null, bufferBytes } });
}

async function offer(id: number, experiment: Experiment): Promise<void> {
  const { engineOffers } = await import('./engine-offers.ts');
  send({ kind: 'offers', id, offers: await engineOffers(experiment, host) });
}
