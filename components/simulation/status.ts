// A run in words: who computes, how fast, how long still.

import type { Host } from '../../src/run/contract.ts';
import { formatBytes, formatCount, formatDuration, formatValue } from '../chart/words.ts';
import type { RunState, RunView } from './view.ts';

const states: Record<RunState, string> = {
  idle: 'Ready',
  opening: 'Opening',
  paused: 'Paused',
  running: 'Running',
  done: 'Done',
  failed: 'Stopped',
  closed: 'Closed',
};

const stateWords = (state: RunState): string => states[state];

/** "SwiftShader (a software adapter)", "this computer's processor". */
function adapterWords({ adapter, fallbackAdapter }: Host): string {
  if (adapter === null) return 'the processor, without a GPU';
  return fallbackAdapter ? `${adapter}, a software adapter` : adapter;
}

function speedWords(perSecond: number): string {
  if (!(perSecond > 0)) return '';
  return `${perSecond >= 10 ? formatCount(perSecond) : perSecond.toPrecision(2)} steps a second`;
}

/** The line under a run: adapter, engine, steps a second, memory. */
export function statusWords({ host, progress }: RunView): string {
  if (!host) return '';
  const parts = [`${host.engine} on ${adapterWords(host)}`, speedWords(progress?.stepsPerSecond ?? 0), `${formatBytes(host.bytes)} of memory`];
  return parts.filter(Boolean).join(' · ');
}

export function progressWords({ state, progress, experiment }: RunView): string {
  if (!experiment) return '';
  const at = `step ${formatCount(progress?.step ?? 0)} of ${formatCount(experiment.training.steps)}`;
  const eta = state === 'running' && progress?.etaSeconds ? `, ${formatDuration(progress.etaSeconds)} left` : '';
  return `${stateWords(state)}, ${at}${eta}`;
}

/** The line under a figure: which experiment, and which engine drew it; with speed and memory where no other line says so. */
export function captionWords({ experiment, host, progress }: RunView, cost = false): string {
  if (!experiment) return '';
  const { data, training, student, seed } = experiment;
  const sizes = `d = ${formatCount(data.dimension)}, p = ${student.width}, n = ${formatCount(training.batch)}, γ = ${formatValue(training.learningRate)}, ${training.loss} loss, seed ${seed}.`;
  if (!host) return sizes;
  const drawn = `Drawn by the engine ${host.engine} on ${adapterWords(host)}`;
  if (!cost) return `${sizes} ${drawn}.`;
  const speed = speedWords(progress?.stepsPerSecond ?? 0);
  return `${sizes} ${drawn}${speed ? `, ${speed}` : ''}, ${formatBytes(host.bytes)} of memory.`;
}
