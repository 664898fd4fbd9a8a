// What stands folded up under a run: loaded when it is unfolded, and there for as long as it is.

import { html, type TemplateResult } from 'lit';
import { defineLate } from '../later.ts';

interface Folded {
  readonly name: string;
  readonly tag: 'plateau-neurons' | 'plateau-table' | 'plateau-profile';
}

/** The run is timed only while its profile is unfolded. */
const all: readonly Folded[] = [
  { name: 'Neurons', tag: 'plateau-neurons' },
  { name: 'Table', tag: 'plateau-table' },
  { name: 'Profile', tag: 'plateau-profile' },
];

function onToggle(event: Event, { name, tag }: Folded): void {
  const details = event.currentTarget as HTMLDetailsElement;
  details.querySelector(`${tag}, p`)?.remove();
  if (!details.open) return;
  details.append(document.createElement(tag));
  defineLate(tag).catch((error: unknown) => {
    details.lastChild?.remove();
    details.append(Object.assign(document.createElement('p'), { textContent: `${name} could not be loaded: ${String(error)}` }));
  });
}

/** `?profile` in the page's address unfolds that at once, and so do the others' names. */
export function drawFolded(): TemplateResult[] {
  const asked = new URLSearchParams(location.search);
  return all.map((each) => html`
    <details class="folded" ?open=${asked.has(each.name.toLowerCase())} @toggle=${(event: Event) => onToggle(event, each)}><summary>${each.name}</summary></details>`);
}
