// What the address bar holds: the reader's experiment, and how the page is looked at.

import type { Experiment } from '../../src/experiment/experiment.ts';
import { fromPermalink, toPermalink } from '../../src/experiment/permalink.ts';
import type { ScaleKind } from '../chart/axis.ts';
import type { OverlapView } from '../chart/curves.ts';
import type { ChartLook } from '../chart/plateau-overlaps.ts';
import { openingSeed, openingSizes, type OpeningSize } from '../opening/experiment.ts';

export interface LabState {
  readonly experiment: Experiment;
  readonly overlaps: Required<ChartLook>;
  readonly risk: ChartLook;
  readonly openingSeed: number;
  /** Null: what suits the adapter. */
  readonly openingSize: OpeningSize | null;
  /** Whether the experiment was running or had run: then a link runs it again. */
  readonly ran: boolean;
}

export const defaultLooks = {
  overlaps: { xScale: 'linear', yScale: 'linear', show: 'overlaps' },
  risk: { xScale: 'linear', yScale: 'linear' },
} as const satisfies { overlaps: Required<ChartLook>; risk: ChartLook };

const shows: readonly OverlapView[] = ['overlaps', 'max', 'students', 'norms'];

const scale = (text: string | undefined): ScaleKind => (text === 'log' ? 'log' : 'linear');

export function hashOf(state: LabState): string {
  const { overlaps, risk } = state;
  const view: Record<string, string> = {
    overlaps: [overlaps.xScale, overlaps.yScale, overlaps.show].join(','),
    risk: [risk.xScale, risk.yScale].join(','),
    opening: [String(state.openingSeed), ...(state.openingSize ? [state.openingSize] : [])].join(','),
  };
  if (state.ran) view.run = 'on';
  return toPermalink(state.experiment, view);
}

/** Inverse of `hashOf`; throws `InvalidExperiment` on junk. What the view does not say is the default. */
export function stateOf(hash: string): LabState {
  const { experiment, view } = fromPermalink(hash);
  const [overlapX, overlapY, show] = (view.overlaps ?? '').split(',');
  const [riskX, riskY] = (view.risk ?? '').split(',');
  const [seedText, size] = (view.opening ?? '').split(',');
  const seed = Number(seedText || openingSeed);
  return {
    experiment,
    overlaps: { xScale: scale(overlapX), yScale: scale(overlapY), show: shows.find((each) => each === show) ?? 'overlaps' },
    risk: { xScale: scale(riskX), yScale: scale(riskY) },
    openingSeed: Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32 ? seed : openingSeed,
    openingSize: openingSizes.find((each) => each === size) ?? null,
    ran: view.run === 'on',
  };
}
