import { css } from '../css.ts';

export const neuronStyles = css`
  figure { margin: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-block-end: 0.25rem; }
  h3 { flex: 1 1 12rem; margin: 0; font-size: 0.9375rem; font-weight: 600; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; }
  .tools > button { min-block-size: 1.625rem; padding: 0 0.55rem; font-size: 0.75rem; }
  .plot { position: relative; inline-size: fit-content; margin-inline: auto; touch-action: pan-y; }
  svg { display: block; overflow: visible; }
  .handle { position: absolute; inset: 0; border-radius: 0.25rem; cursor: grab; }
  .handle:active { cursor: grabbing; }
  .step { display: flex; align-items: center; gap: 0.75rem; margin-block-start: 0.25rem; }
  .step span { min-inline-size: 6.5em; }
  .step input { flex: 1; min-inline-size: 0; accent-color: var(--_accent); }
  caption { text-align: start; padding-block: 0.25rem; }
  th, td { padding: 0.15rem 1rem 0.15rem 0; }
`;
