// What is said of theory beside a run: its name, how far it is, why it stops or is not there.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { refusedByRules } from '../../src/run/engine-choice.ts';
import { formatCount } from '../chart/words.ts';

export type Terms = Experiment['theory'];

/** "theory (overlap process)", "theory (overlap ODE, without noise)". */
export function theoryLabel(terms: Terms): string {
  const { form, signal, noise, intraBatch } = terms ?? { form: 'process', signal: true, noise: true, intraBatch: true };
  const name = form === 'process' ? 'overlap process' : form === 'ode' ? 'overlap ODE' : form;
  const without = [signal ? '' : 'signal', noise === false ? 'noise' : '', intraBatch || form !== 'process' ? '' : 'intra-batch term'].filter(Boolean);
  const weight = typeof noise === 'number' ? `, noise × ${noise} in place of d/n` : '';
  return `theory (${name}${without.length ? `, without ${without.join(' and ')}` : ''}${weight})`;
}

/** Why no theory of these terms is drawn beside a run, as a sentence; null where the engine may be asked. */
export function refusesTheory(experiment: Experiment, terms: Terms): string | null {
  const { engine, training: { reuse, dataset } } = experiment;
  if (engine === 'theory') return 'The run on show is theory itself.';
  const onePass = terms === null || terms.form === 'process' || terms.form === 'ode';
  if (onePass && (reuse !== 1 || dataset !== null)) return 'Theory is drawn for fresh batches at every step: batches are reused here.';
  const refusal = refusedByRules({ ...experiment, theory: terms }, 'theory');
  return refusal === null ? null : `Theory is not drawn: ${refusal}.`;
}

/** Of an engine's "key: found this; reason", the reason; "step 12: …" as it is. */
export function theoryStops(message: string, reached: number | null): string {
  const reason = message.replace(/^[\w.]+: found [^;]*; /, '').replace(/\.$/, '');
  return reached === null ? `Theory is not drawn: ${reason}.` : `Theory is drawn to step ${formatCount(reached)}: ${reason}.`;
}

export const theorySlow = (seconds: number, step: number, steps: number): string =>
  `Theory stops at step ${formatCount(step)} of ${formatCount(steps)}, after the ${seconds} s it is given here; the engine “theory” runs it to its end.`;

export const theoryProgress = (step: number, steps: number): string => `Theory is at step ${formatCount(step)} of ${formatCount(steps)}.`;
