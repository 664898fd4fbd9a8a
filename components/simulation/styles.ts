import { css } from '../css.ts';

export const simulationStyles = css`
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
  .bar .words { flex: 1 1 14rem; }
  progress { inline-size: 100%; block-size: 3px; display: block; margin-block: 0.6rem 0.35rem; appearance: none; border: 0; background: var(--_line); border-radius: 2px; overflow: hidden; }
  progress::-webkit-progress-bar { background: transparent; }
  progress::-webkit-progress-value { background: var(--_accent); transition: inline-size 120ms linear; }
  progress::-moz-progress-bar { background: var(--_accent); }
  .status { min-block-size: 1.25rem; overflow-wrap: anywhere; }
  .error { color: var(--_alert); white-space: pre-line; overflow-wrap: anywhere; }
  .notice { border-inline-start: 3px solid var(--_accent); padding-inline-start: 0.6rem; margin-block: 0.4rem; }
  .charts { margin-block-start: 1.25rem; }
  ::slotted(:is(plateau-overlaps, plateau-risk, plateau-neurons, plateau-kernels, plateau-table, plateau-profile, plateau-export)) { margin-block-end: 1.5rem; }
  ::slotted(script) { display: none; }
`;
