// How many seeds stand behind the run of one's own experiment.

import { html, nothing, type TemplateResult } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { toPermalink } from '../../src/experiment/permalink.ts';
import { ensembleEngine } from '../../src/run/ensemble-page.ts';
import { formatCount } from '../chart/words.ts';
import type { Measured } from '../prediction/words.ts';
import type { EnsembleController } from '../simulation/ensemble-controller.ts';
import { seedCounts } from './state.ts';

/** Seeds 1 … `count` of an experiment: equal for two that have the same bands; null where there are none. */
export function bandsKey(experiment: Experiment, count: number): string | null {
  if (count < 2 || ensembleEngine(experiment).engine === null) return null;
  return `${count} ${toPermalink({ ...experiment, seed: 1, engine: 'reduced', theory: null }, {})}`;
}

/** What the seeds done so far say of the recovery; null without any. */
export function measuredOf(bands: EnsembleController['bands']): Measured | null {
  return bands && bands.done > 0 ? { median: bands.recovery.median, fraction: bands.recovery.fraction, seeds: bands.done } : null;
}

export function drawSeeds(experiment: Experiment, count: number, { bands, error }: EnsembleController, choose: (count: number) => void): TemplateResult {
  const { engine, refusal } = ensembleEngine(experiment);
  const said = refusal ?? (count > 1 ? (error ?? progressOf(bands, engine)) : '');
  return html`
    <div class="seeds small">
      <span class="choice" role="group" aria-label="Seeds behind the run">
        ${seedCounts.map((each) => html`<button type="button" aria-pressed=${each === count && refusal === null} ?disabled=${refusal !== null && each > 1} @click=${() => choose(each)}>
          ${each === 1 ? 'one run' : html`${formatCount(each)} <span class=${each === seedCounts.at(-1) ? '' : 'unseen'}>seeds</span>`}</button>`)}
      </span>
      ${said ? html`<span class="muted numbers" role="status">${said}</span>` : nothing}
    </div>`;
}

function progressOf(bands: EnsembleController['bands'], engine: string | null): string {
  if (!bands) return 'The first seeds are running.';
  const { done, total, failed } = bands;
  const lost = failed ? ` ${formatCount(failed.count)} ended with an error and ${failed.count === 1 ? 'is' : 'are'} in no band (${failed.first}).` : '';
  const counted = done + (failed?.count ?? 0) < total ? `${formatCount(done)} of ${formatCount(total)} seeds` : `${formatCount(done)} seeds`;
  return `${counted}, by the engine ${engine}.${lost}`;
}
