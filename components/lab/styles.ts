import { css } from '../css.ts';

export const labStyles = css`
  :host {
    max-inline-size: 75rem;
    margin-inline: auto;
    padding: clamp(1.25rem, 4vw, 3rem) clamp(1rem, 4vw, 3rem) 3rem;
  }
  .masthead {
    max-inline-size: 46rem;
    margin-block-end: 1.75rem;
  }
  .name {
    font-size: 0.875rem;
    font-weight: 600;
    letter-spacing: 0.02em;
    color: var(--_accent);
    margin-block-end: 0.9rem;
  }
  h1,
  h2 {
    font-family: ui-serif, Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif;
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.01em;
    text-wrap: balance;
    margin: 0 0 0.75rem;
  }
  h1 {
    font-size: clamp(1.5rem, 1.1rem + 2vw, 2.25rem);
  }
  h2 {
    font-size: 1.5rem;
  }
  .lead {
    max-inline-size: 44rem;
    font-size: 1.0625rem;
  }
  .bench {
    margin-block-start: 3.5rem;
    padding-block-start: 2.5rem;
    border-block-start: 1px solid var(--_line);
    outline: none;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2rem 3.5rem;
    margin-block-start: 1.75rem;
  }
  .run {
    min-inline-size: 0;
  }
  .invalid {
    margin-block-end: 0.75rem;
  }
  .seeds {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.75rem;
    min-block-size: 1.75rem;
    margin-block-end: 0.35rem;
  }
  .beside {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0.25rem 1rem;
    line-height: 1.5rem;
    margin-block-end: 1.25rem;
  }
  .beside label {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    min-block-size: 1.5rem;
  }
  .beside input {
    inline-size: auto;
    min-block-size: 0;
    margin: 0;
    accent-color: var(--_accent);
  }
  .beside > span {
    line-height: 1.4;
    padding-block: 0.15rem;
  }
  .beside select {
    inline-size: auto;
    font-size: 0.8125rem;
    min-block-size: 1.5rem;
  }
  .terms summary {
    color: var(--_muted);
    cursor: pointer;
    min-block-size: 1.5rem;
  }
  .terms > div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
  }
  .figures {
    display: grid;
    gap: 2.25rem;
  }
  .study > plateau-scaling {
    margin-block-start: 1.75rem;
  }
  .theory {
    display: grid;
    gap: 2.25rem;
    margin-block-start: 2.25rem;
    padding-block-start: 1.75rem;
    border-block-start: 1px solid var(--_line);
  }
  plateau-timescales:not(:defined) {
    min-block-size: 60rem;
  }
  plateau-timescales {
    margin-block-start: 1.75rem;
  }
  plateau-kernels:not(:defined),
  .study:has(:not(:defined)),
  .theory:has(:not(:defined)) {
    display: none;
  }
  .folded {
    margin-block-start: 0.25rem;
  }
  .figures + .folded {
    margin-block-start: 1.75rem;
  }
  .take summary,
  .folded summary {
    font-size: 0.8125rem;
    min-block-size: 1.875rem;
    padding-block: 0.3rem;
    cursor: pointer;
  }
  .take {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 0.75rem 1.5rem;
    margin-block-start: 1.75rem;
  }
  .take details {
    flex: 1 1 16rem;
  }
  .said {
    white-space: pre-line;
    overflow-wrap: anywhere;
    margin-block-start: 0.5rem;
  }
  footer {
    margin-block-start: 3.5rem;
    padding-block-start: 1.25rem;
    border-block-start: 1px solid var(--_line);
    max-inline-size: 46rem;
  }
  footer p + p {
    margin-block-start: 0.75rem;
  }
  @media (min-width: 896px) {
    .columns {
      grid-template-columns: 20rem minmax(0, 1fr);
    }
  }
`;
