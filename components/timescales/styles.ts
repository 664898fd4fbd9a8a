import { css } from '../css.ts';

export const timescalesStyles = css`
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem 2.5rem;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr));
    gap: 0.6rem 0.9rem;
    align-items: start;
  }
  .field.wide { grid-column: span 2; }
  .field label { display: block; margin-block-end: 0.15rem; }
  .hint { font-size: 0.75rem; color: var(--_muted); line-height: 1.4; margin-block-start: 0.35rem; }
  sub { line-height: 0; }
  .slider { display: grid; grid-template-columns: 1fr auto; align-items: baseline; }
  .slider input { grid-column: 1 / -1; padding: 0; border: 0; background: none; accent-color: var(--_accent); }
  .slider output { font-weight: 600; }
  .ends { grid-column: 1 / -1; display: flex; justify-content: space-between; font-size: 0.75rem; color: var(--_muted); }
  details > summary { cursor: pointer; font-size: 0.8125rem; min-block-size: 1.875rem; padding-block: 0.3rem; }
  .check { display: inline-flex; align-items: center; gap: 0.4rem; min-block-size: 1.875rem; color: inherit; }
  .check input { inline-size: auto; min-block-size: 0; margin: 0; accent-color: var(--_accent); }
  .descent .fields { margin-block-start: 0.3rem; }
  .scroll { overflow-x: auto; contain: inline-size; }
  .coefficients { border-collapse: collapse; font-size: 0.8125rem; }
  .coefficients th { font-weight: 400; color: var(--_muted); text-align: center; padding: 0.1rem 0.5rem 0.1rem 0; white-space: nowrap; }
  .coefficients td { padding: 0.15rem 0.3rem; text-align: center; }
  .coefficients td > * { margin-inline: auto; }
  .coefficients svg { display: block; }
  .coefficients input { inline-size: 3.9rem; min-block-size: 1.625rem; padding: 0.1rem 0.3rem; font-size: 0.8125rem; }
  .pair { display: inline-flex; gap: 0.25rem; }
  .coefficients .pair { display: flex; justify-content: center; margin-block-start: 0.2rem; }
  .pair button { min-block-size: 1.5rem; padding: 0 0.5rem; font-size: 0.75rem; }
  .badge { margin-block: 1.25rem 1rem; padding: 0.6rem 0.85rem; border: 1px solid var(--_line); border-inline-start: 4px solid var(--_accent); border-radius: 0.4rem; font-size: 0.875rem; }
  .badge.overlapping, .badge.otherwise { border-inline-start-color: var(--_muted); }
  .badge.trapped { border-inline-start-color: var(--_alert); }
  .badge .sign { display: inline-block; inline-size: 1.2em; text-align: center; font-weight: 700; }
  .badge ul { margin: 0.2rem 0 0; padding-inline-start: 1.2rem; font-size: 0.8125rem; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 1.25rem; margin-block-end: 0.5rem; }
  .panels {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2.25rem 2.5rem;
  }
  .panels > * { min-inline-size: 0; }
  .panels[aria-busy='true'] { cursor: progress; }
  @container (min-width: 736px) {
    .top { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .panels { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .panels .risk { grid-column: 1 / -1; }
  }
  section { container-type: inline-size; }
`;
