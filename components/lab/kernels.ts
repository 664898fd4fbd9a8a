// The kernels of dynamical mean-field theory under the figures: those of the run, where it is that theory, else of the theory
// beside it.

import { html, nothing, type TemplateResult } from 'lit';
import type { Figure } from '../export/plateau-export.ts';
import type { TheoryController } from '../simulation/theory-controller.ts';
import { dmftWords } from '../simulation/theory-words.ts';
import type { RunView } from '../simulation/view.ts';

const shown = (view: RunView, { kernels }: TheoryController): boolean => view.kernels !== null || kernels !== null;

/** In a simulation, which gives the element what its own run has. */
export function drawKernels(view: RunView, theory: TheoryController): TemplateResult | typeof nothing {
  if (!shown(view, theory)) return nothing;
  const beside = view.kernels ? null : theory.kernels;
  return html`<plateau-kernels .kernels=${beside?.tables ?? null} .label=${beside ? `theory beside the run (${dmftWords(beside.experiment)})` : ''}></plateau-kernels>`;
}

/** For export: `figures`, and the kernels where they are shown. */
export function withKernels(root: () => ParentNode, figures: readonly Figure[]): (view: RunView, theory: TheoryController) => readonly Figure[] {
  const more: readonly Figure[] = [...figures, { name: 'kernels', scene: () => root().querySelector('plateau-kernels')?.scene() ?? null }];
  return (view, theory) => (shown(view, theory) ? more : figures);
}
