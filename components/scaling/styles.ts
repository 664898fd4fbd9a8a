import { css } from '../css.ts';

export const scalingStyles = css`
  .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.9rem; margin-block: 0.6rem; min-block-size: 2rem; }
  .controls .end { margin-inline-start: auto; }
  .body { grid-template-columns: minmax(0, 1fr); }
  .legend { row-gap: 0.3rem; }
  figcaption { margin-block-start: 0.4rem; font-size: 0.75rem; color: var(--_muted); max-inline-size: 44rem; overflow-wrap: anywhere; }
  .table { max-block-size: none; }
  .table th, .table td { text-align: start; vertical-align: top; padding-block: 0.25rem; }
  .table tbody tr:first-child > * { border-block-start: 1px solid var(--_line); }
  .table .print { display: block; font-weight: 400; white-space: normal; }
  .table tbody th[rowspan] { max-inline-size: 15rem; white-space: normal; }
  .table td:last-child { min-inline-size: 9rem; }
  .table thead th { border-block-end: 0; }
`;
