// The learning time scales below the bench: loaded when a reader comes near, and part of the page's link once they are changed.

import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { InvalidExperiment, type Experiment } from '../../src/experiment/experiment.ts';
import { fromPermalink, toPermalink } from '../../src/experiment/permalink.ts';
import { defineLate } from '../later.ts';
import type { TimescalesEventDetail } from '../timescales/plateau-timescales.ts';
import type { LabState } from './state.ts';

/** How near: before it is seen, and not before a first look at the page. */
const NEAR = '600px';

function whenNear(section?: Element): void {
  if (!section) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    defineLate('plateau-timescales').catch((error: unknown) => section.append(`The learning time scales could not be loaded: ${String(error)}`));
  }, { rootMargin: NEAR });
  observer.observe(section);
}

let last: { readonly link: string; readonly experiment: Experiment | null } | null = null;

/** What a link's text stands for; the same object for the same text. Junk is none: the page then shows what it opens with. */
function experimentOf(link: string | undefined): Experiment | null {
  if (!link) return null;
  if (last?.link === link) return last.experiment;
  try {
    last = { link, experiment: fromPermalink(link).experiment };
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error;
    last = { link, experiment: null };
  }
  return last.experiment;
}

export const drawTimescales = ({ timescales }: LabState, change: (timescales: string) => void): TemplateResult => html`
  <section class="bench" aria-labelledby="timescales-title" ${ref(whenNear)}>
    <h2 id="timescales-title">Learning time scales</h2>
    <p class="lead">
      Let the second layer learn faster than the first, by a factor 1/ε. As ε falls, the network learns the target one degree at a time: the risk comes down in
      steps, with plateaus between them that part on a logarithmic axis. Drag ε, and see where theory has them.
    </p>
    <plateau-timescales .experiment=${experimentOf(timescales)}
      @plateau-timescales=${({ detail }: CustomEvent<TimescalesEventDetail>) => change(toPermalink(detail.experiment))}></plateau-timescales>
  </section>`;
