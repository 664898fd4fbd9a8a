import { css } from '../css.ts';

export const theoryStyles = css`
  h3 { margin: 0 0 0.35rem; font-size: 0.9375rem; font-weight: 600; }
  h4 { margin: 0; font-size: 0.8125rem; font-weight: 600; }
  .formula { overflow-x: auto; overflow-y: hidden; padding-block: 0.1rem 0.3rem; }
  .error { color: var(--_alert); font-size: 0.8125rem; line-height: 1.35; overflow-wrap: anywhere; }
  .body { display: grid; gap: 1.1rem; margin-block-start: 0.5rem; }
  .stale { opacity: 0.55; }
  figure { margin: 0; min-inline-size: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.35rem 0.75rem; max-inline-size: 480px; margin-block-end: 0.25rem; }
  svg { display: block; flex: none; overflow: visible; font-variant-numeric: tabular-nums; }
  .halo { paint-order: stroke; stroke: var(--_ground); stroke-width: 3px; stroke-linejoin: round; }
  .legend { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; margin: 0.35rem 0 0; padding: 0; list-style: none; font-size: 0.8125rem; }
  .legend li { display: inline-flex; align-items: center; gap: 0.4rem; }
  .table { max-block-size: 16rem; overflow: auto; margin-block-start: 0.5rem; border-block: 1px solid var(--_line); }
  table { border-collapse: collapse; font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
  th, td { padding: 0.15rem 1rem 0.15rem 0; text-align: end; white-space: nowrap; }
  thead th { border-block-end: 1px solid var(--_line); }
  th { font-weight: 600; }
  .protocols { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 1.1rem 2rem; }
  dl { margin: 0.35rem 0 0; font-size: 0.8125rem; line-height: 1.45; }
  dt { margin-block-start: 0.5rem; }
  dt span { color: var(--_muted); }
  dt strong { font-weight: 600; font-variant-numeric: tabular-nums; }
  dd { margin: 0; }
  ol { margin: 0; padding-inline-start: 1.3em; }
  .print { font-size: 0.75rem; }
`;
