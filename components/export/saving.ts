// The small way out of a figure: a switch beside that of its table, and a row of buttons under the figure once it is on.

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { css } from '../css.ts';
import { drawToggle } from '../toggle.ts';
import { figureKinds, type About, type Figure, type FigureKind, type Paper } from './figure.ts';

export const onWhite: Paper = { scale: 2, scheme: 'light' };

export const savingStyles = css`
  .save { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.5rem; margin-block-start: 0.5rem; }
  .save button { min-block-size: 1.875rem; padding: 0.2rem 0.7rem; font-size: 0.8125rem; }
  .save label { display: inline-flex; align-items: center; gap: 0.4rem; font-size: 0.8125rem; color: var(--_muted); }
  .save select { font: inherit; font-size: 0.8125rem; color: inherit; inline-size: auto; min-block-size: 1.875rem; padding: 0.15rem 0.3rem; border: 1px solid color-mix(in oklab, currentColor 45%, transparent); border-radius: 0.4rem; background: var(--_field); }
  .save [role='status'] { flex: 1 1 100%; overflow-wrap: anywhere; }
`;

/** How large a PNG is, and on which ground pictures are. */
export function drawPaper(paper: Paper, choose: (paper: Paper) => void): TemplateResult {
  const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;
  return html`
    <label>PNG at <select @change=${(event: Event) => choose({ ...paper, scale: Number(valueOf(event)) })}>
      ${[1, 2, 3, 4].map((scale) => html`<option value=${scale} ?selected=${scale === paper.scale}>${scale}×, ${720 * scale} px wide</option>`)}
    </select></label>
    <label>on <select @change=${(event: Event) => choose({ ...paper, scheme: valueOf(event) as Paper['scheme'] })}>
      ${(['light', 'dark'] as const).map((scheme) => html`<option value=${scheme} ?selected=${scheme === paper.scheme}>${scheme}</option>`)}
    </select></label>`;
}

/** Writes one file, and returns its name; `about`: what a picture is of that does not say so itself. */
export async function save(figure: Figure, kind: FigureKind, paper: Paper, about: About | null = null): Promise<string> {
  return (await import('./save-figure.ts')).saveFigure(figure, kind, paper, about);
}

/** What came of saving, as a sentence. */
export async function saidOf(saving: Promise<string>): Promise<string> {
  try {
    return `Saved ${await saving}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Of the element that draws the figure, which puts the switch and the row where they belong. */
export class Saving {
  private shown = false;
  private paper = onWhite;
  private said = '';

  constructor(private readonly host: ReactiveControllerHost & Element & Required<Omit<Figure, 'name'>>) {}

  private set(part: { readonly shown?: boolean; readonly paper?: Paper; readonly said?: string }): void {
    Object.assign(this, part);
    this.host.requestUpdate();
  }

  private async save(kind: FigureKind): Promise<void> {
    const { host } = this;
    const figure: Figure = { name: host.localName, scene: () => host.scene(), data: () => host.data() };
    this.set({ said: await saidOf(save(figure, kind, this.paper)) });
  }

  /** To stand in a `.choice`. `what`: the figure's name. */
  drawSwitch(what: string): TemplateResult {
    return drawToggle('save', what, this.shown, () => this.set({ shown: !this.shown, said: '' }));
  }

  drawRow(what: string): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    return html`<div class="save small" role="group" aria-label="Save: ${what}">
      <span class="muted">Save</span>
      ${figureKinds.map((kind) => html`<button type="button" @click=${() => this.save(kind)}>${kind.toUpperCase()}</button>`)}
      ${drawPaper(this.paper, (paper) => this.set({ paper }))}
      <p class="muted" role="status">${this.said}</p>
    </div>`;
  }
}
