// The engineer's profile under a run: loaded when it is unfolded, and the run is timed for as long as it is.

import { html, type TemplateResult } from 'lit';
import { defineProfile } from '../later.ts';

function onToggle(event: Event): void {
  const details = event.currentTarget as HTMLDetailsElement;
  details.querySelector('plateau-profile, p')?.remove();
  if (!details.open) return;
  details.append(document.createElement('plateau-profile'));
  defineProfile().catch((error: unknown) => {
    details.lastChild?.remove();
    details.append(Object.assign(document.createElement('p'), { textContent: `The profile could not be loaded: ${String(error)}` }));
  });
}

/** `?profile` in the page's address unfolds it at once. */
export const drawProfile = (): TemplateResult => html`
  <details class="profile" ?open=${new URLSearchParams(location.search).has('profile')} @toggle=${onToggle}><summary>Profile</summary></details>`;
