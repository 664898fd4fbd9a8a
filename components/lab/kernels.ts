// The kernels of dynamical mean-field theory under the figures: those of the run, where it is that theory, else of the theory
// beside it.

import { html, nothing, type TemplateResult } from 'lit';
import type { TheoryController } from '../simulation/theory-controller.ts';
import { dmftWords } from '../simulation/theory-words.ts';
import type { RunView } from '../simulation/view.ts';

/** In a simulation, which gives the element what its own run has. */
export function drawKernels(view: RunView, theory: TheoryController): TemplateResult | typeof nothing {
  if (!view.kernels && !theory.kernels) return nothing;
  const beside = view.kernels ? null : theory.kernels;
  return html`<plateau-kernels .kernels=${beside?.tables ?? null} .experiment=${beside?.experiment ?? null} .label=${beside ? `theory beside the run (${dmftWords(beside.experiment)})` : ''}></plateau-kernels>`;
}
