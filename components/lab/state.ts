// What the address bar holds: the reader's experiment, and how the page is looked at.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { fromPermalink, toPermalink } from '../../src/experiment/permalink.ts';
import type { ScaleKind } from '../chart/axis.ts';
import type { OverlapView } from '../chart/curves.ts';
import type { ChartLook } from '../chart/plateau-overlaps.ts';
import { openingSeed } from '../opening/experiment.ts';

export interface LabState {
  readonly experiment: Experiment;
  /** Whether the experiment's engine was asked for; otherwise it is the page's choice, and no part of a link. */
  readonly engineNamed: boolean;
  readonly overlaps: Required<ChartLook>;
  readonly risk: ChartLook;
  readonly openingSeed: number;
  /** Seeds behind the run; 1 for none. */
  readonly seeds: number;
  /** Whether theory is drawn beside the run. */
  readonly theory: boolean;
  /** Whether the experiment was running or had run: then a link runs it again. */
  readonly ran: boolean;
  /** Link of the flow whose time scales are shown; none for the one the page opens with. */
  readonly timescales?: string;
}

export const defaultLooks = {
  overlaps: { xScale: 'linear', yScale: 'linear', show: 'overlaps' },
  risk: { xScale: 'linear', yScale: 'linear' },
} as const satisfies { overlaps: Required<ChartLook>; risk: ChartLook };

/** Seeds behind the run that a reader may choose. One is the run alone, without bands. */
export const seedCounts: readonly number[] = [1, 32, 100, 1024];

const shows: readonly OverlapView[] = ['overlaps', 'max', 'projections', 'students', 'norms'];

const scale = (text: string | undefined): ScaleKind => (text === 'log' ? 'log' : 'linear');

export function hashOf(state: LabState): string {
  const { overlaps, risk } = state;
  const view: Record<string, string> = {
    overlaps: [overlaps.xScale, overlaps.yScale, overlaps.show].join(','),
    risk: [risk.xScale, risk.yScale].join(','),
    opening: String(state.openingSeed),
  };
  if (state.seeds > 1) view.seeds = String(state.seeds);
  if (!state.theory) view.theory = 'off';
  if (state.ran) view.run = 'on';
  if (state.timescales) view.timescales = state.timescales;
  // `dense` is the document's default, which a link leaves out: where it was asked for, the link says so.
  const { experiment, engineNamed } = state;
  const named = engineNamed && experiment.engine === 'dense' ? `engine=${experiment.engine}&` : '';
  return named + toPermalink(engineNamed ? experiment : { ...experiment, engine: 'dense' }, view);
}

/** Inverse of `hashOf`; throws `InvalidExperiment` on junk. What the view does not say is the default. */
export function stateOf(hash: string): LabState {
  const { experiment, view } = fromPermalink(hash);
  const [overlapX, overlapY, show] = (view.overlaps ?? '').split(',');
  const [riskX, riskY] = (view.risk ?? '').split(',');
  const seed = Number(view.opening?.split(',')[0] || openingSeed);
  return {
    experiment,
    engineNamed: /(^#?|&)engine=/.test(hash),
    overlaps: { xScale: scale(overlapX), yScale: scale(overlapY), show: shows.find((each) => each === show) ?? 'overlaps' },
    risk: { xScale: scale(riskX), yScale: scale(riskY) },
    openingSeed: Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32 ? seed : openingSeed,
    seeds: seedCounts.find((count) => count === Number(view.seeds)) ?? 1,
    theory: view.theory !== 'off',
    ran: view.run === 'on',
    ...(view.timescales ? { timescales: view.timescales } : {}),
  };
}
