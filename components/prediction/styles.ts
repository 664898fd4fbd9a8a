import { css } from '../css.ts';

export const predictionStyles = css`
  .warnings { border-inline-start: 3px solid var(--_alert); padding-inline-start: 0.7rem; display: grid; gap: 0.4rem; margin: 0; list-style: none; font-size: 0.875rem; overflow-wrap: anywhere; }
  .warnings li::before { content: 'Warning: '; font-weight: 600; color: var(--_alert); }
  .comparison th { font-weight: 400; color: var(--_muted); }
  .comparison thead th { font-weight: 600; color: inherit; }
  .comparison table { inline-size: 100%; }
  .comparison th, .comparison td { text-align: start; white-space: normal; vertical-align: top; padding-block: 0.25rem; }
  .comparison td { inline-size: 37%; }
  .comparison td .print { display: block; }
  .comparison p { margin-block-start: 0.35rem; }
  .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.1rem 2rem; align-items: start; }
  .sides dl { margin-block-start: 0; }
  .sides dt:first-child { margin-block-start: 0; }
  .caveats ul { margin: 0.35rem 0 0; padding-inline-start: 1.2rem; font-size: 0.8125rem; overflow-wrap: anywhere; }
  .caveats summary { font-size: 0.8125rem; color: var(--_muted); cursor: pointer; min-block-size: 1.5rem; }
`;
