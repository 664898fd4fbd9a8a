// What is said of theory beside a run: its name, how far it is, why it stops or is not there.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { refusedByRules } from '../../src/run/engine-choice.ts';
import { formatCount, formatTick } from '../chart/words.ts';
import { keepsBatch, termsBeside, type Terms } from './theory-experiment.ts';



/** "theory (overlap process)", "theory (overlap ODE, without noise)", "theory (DMFT, α = n/d = 3, 10⁶ copies)". */
export function theoryLabel(experiment: Experiment): string {
  const { form, signal, noise, intraBatch } = experiment.theory ?? { form: 'process', signal: true, noise: true, intraBatch: true };
  if (form === 'dmft') return `theory (${dmftWords(experiment)})`;
  const name = form === 'process' ? 'overlap process' : form === 'ode' ? 'overlap ODE' : form;
  const without = [signal ? '' : 'signal', noise === false ? 'noise' : '', intraBatch || form !== 'process' ? '' : 'intra-batch term'].filter(Boolean);
  const weight = typeof noise === 'number' ? `, noise × ${noise} in place of d/n` : '';
  return `theory (${name}${without.length ? `, without ${without.join(' and ')}` : ''}${weight})`;
}

/** Of an experiment whose theory has the form "dmft". */
export const dmftWords = ({ training: { batch }, data: { dimension }, theory }: Experiment): string =>
  `DMFT, α = n/d = ${formatTick(Number((batch / dimension).toPrecision(3)))}, ${formatTick(theory!.samples)} copies`;

/** Why no theory of these terms is drawn beside a run, as a sentence; null where the engine may be asked. */
export function refusesTheory(experiment: Experiment, terms: Terms): string | null {
  const { engine, training: { reuse, dataset } } = experiment;
  if (engine === 'theory') return 'The run on show is theory itself.';
  if ((reuse !== 1 || dataset !== null) && !keepsBatch(experiment))
    return 'Theory is drawn for fresh batches at every step, and for one batch at all steps: here batches are reused, and there is more than one.';
  const refusal = refusedByRules({ ...experiment, ...termsBeside(experiment, terms) }, 'theory');
  return refusal === null ? null : `Theory is not drawn: ${refusal}.`;
}

/** Of an engine's "key: found this; reason", the reason; "step 12: …" as it is. */
export function theoryStops(message: string, reached: number | null): string {
  const reason = message.replace(/^[\w.]+: found [^;]*; /, '').replace(/\.$/, '');
  return reached === null ? `Theory is not drawn: ${reason}.` : `Theory is drawn to step ${formatCount(reached)}: ${reason}.`;
}

/** Of an engine's "key: sentence", the sentence. */
export const theoryWarns = (message: string): string => `Theory: ${message.replace(/^[\w.]+: /, '')}.`;

export const theorySlow = (seconds: number, step: number, steps: number): string =>
  `Theory stops at step ${formatCount(step)} of ${formatCount(steps)}, after the ${seconds} s it is given here; the engine “theory” runs it to its end.`;

export const theoryProgress = (step: number, steps: number): string => `Theory is at step ${formatCount(step)} of ${formatCount(steps)}.`;
