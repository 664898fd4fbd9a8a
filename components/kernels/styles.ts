import { css } from '../css.ts';

export const kernelStyles = css`
  figure { margin: 0; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; margin-block-end: 0.5rem; }
  h3 { flex: 1 1 12rem; margin: 0; font-size: 0.9375rem; font-weight: 600; }
  h4 { margin: 0; font-size: 0.875rem; font-weight: 600; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.6rem; font-size: 0.75rem; }
  .maps { display: grid; gap: 1.25rem 22px; }
  .beside { grid-template-columns: repeat(3, minmax(0, 1fr)); row-gap: 0; }
  .beside > .map { display: grid; grid-row: span 3; grid-template-rows: subgrid; }
  /* In one place, so that nothing moves under the pointer. */
  .said { display: grid; line-height: 1.35; min-block-size: 2.7em; margin-block-end: 0.35rem; }
  .said > p { grid-area: 1 / 1; }
  .away { visibility: hidden; }
  .reading { font-weight: 600; }
  .plot { position: relative; inline-size: fit-content; touch-action: pan-y; }
  svg { display: block; overflow: visible; font-variant-numeric: tabular-nums; }
  .handle { position: absolute; inset: 0; cursor: crosshair; border-radius: 0.25rem; }
  th, td { padding: 0.15rem 0.8rem 0.15rem 0; }
`;
