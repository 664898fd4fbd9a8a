import { css } from 'lit';

export const neuronStyles = css`
  figure { margin: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-block-end: 0.25rem; }
  h3 { flex: 1 1 12rem; margin: 0; font-size: 0.9375rem; font-weight: 600; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; }
  .tools > button { min-block-size: 1.625rem; padding: 0 0.55rem; font-size: 0.75rem; }
  .plot { position: relative; inline-size: fit-content; margin-inline: auto; touch-action: pan-y; }
  svg { display: block; overflow: visible; }
  .halo { paint-order: stroke; stroke: var(--_ground); stroke-width: 3px; stroke-linejoin: round; }
  .handle { position: absolute; inset: 0; border-radius: 0.25rem; cursor: grab; }
  .handle:active { cursor: grabbing; }
  .step { display: flex; align-items: center; gap: 0.75rem; margin-block-start: 0.25rem; }
  .step span { min-inline-size: 6.5em; }
  .step input { flex: 1; min-inline-size: 0; accent-color: var(--_accent); }
  .legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; margin: 0.35rem 0 0; padding: 0; list-style: none; font-size: 0.8125rem; }
  .legend li { display: inline-flex; align-items: center; gap: 0.4rem; }
  figcaption { margin-block-start: 0.4rem; font-size: 0.75rem; color: var(--_muted); }
  .table { max-block-size: 18rem; overflow: auto; contain: inline-size; margin-block-start: 0.5rem; border-block: 1px solid var(--_line); }
  table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
  caption { text-align: start; padding-block: 0.25rem; }
  th, td { padding: 0.15rem 1rem 0.15rem 0; text-align: end; white-space: nowrap; }
  thead th { position: sticky; inset-block-start: 0; background: var(--_ground); border-block-end: 1px solid var(--_line); }
  th { font-weight: 600; }
`;
