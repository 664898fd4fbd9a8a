// M along the directions in which the target is learned: one run, theory, and many seeds as points with bars, as the figure
// of arXiv 2402.03220 has them. Loaded by the chart that first shows it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { spreadAlong } from '../../src/run/ensemble-spread.ts';
import type { RunView } from '../simulation/view.ts';
import type { ScaleKind } from './axis.ts';
import { isBand, type SeedBands } from './bands.ts';
import { overlapCurves, type Curve } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import { seedPoints, type SeedPoints } from './points.ts';
import { overlapSpec, type OverlapOptions } from './specs.ts';
import { seesAgain, targetFrame, turner, type TargetFrame } from './target-frame.ts';
import { thinIndices } from './thin.ts';
import { formatCount } from './words.ts';

/** Steps at which seeds are drawn, at most. */
const most = 25;
const none: never[] = [];

export type ProjectionOptions = Omit<OverlapOptions, 'show' | 'directions'>;

/** `turn`: that of the frame's rows. */
export function projectionSpec(view: RunView, frame: TargetFrame, turn: ReturnType<typeof turner>, { theory, ...options }: ProjectionOptions): FigureSpec {
  const { experiment, snapshots } = view;
  const spec = overlapSpec({ ...view, snapshots: turn(snapshots) }, {
    ...options, show: 'projections', directions: frame.names,
    theory: theory && { ...theory, snapshots: turn(theory.snapshots) },
  });
  const ensemble = options.bands?.find(isBand);
  const points = ensemble && experiment ? pointsOf(ensemble, frame, experiment, spec.curves, options.xScale) : null;
  const behind = (): { curves: Curve[]; crowd: null } => ({ curves: spec.curves.map((curve) => ({ ...curve, width: 1, opacity: 0.7 * curve.opacity, marker: null })), crowd: null });
  const yTitle = frame.names.slice(0, 2).map((name) => `⟨w, ${name}⟩`).join(', ') + (frame.names.length > 2 ? ', …' : '');
  return {
    ...spec,
    yTitle: options.yScale === 'log' ? `|${yTitle}|` : yTitle,
    points,
    curves: points && options.keep ? options.keep('behind points', [spec.curves], behind).curves : points ? behind().curves : spec.curves,
    caption: spec.caption + frame.words + (ensemble ? pointWords(ensemble) : ''),
  };
}

/** Of what the run has named, or would have, before it begins. */
function pointsOf({ bands }: SeedBands, { rows, names }: TargetFrame, experiment: Experiment, own: readonly Curve[], xScale: ScaleKind): SeedPoints {
  const { student: { width: p }, target: { directions: k } } = experiment;
  const spread = spreadAlong(bands.overlaps, rows);
  const shown = thinIndices(bands.steps, xScale, most);
  const empty = new Float64Array(0);
  const means = shown.map((i) => ({ step: bands.steps[i], M: spread.mean.slice(i * p * k, (i + 1) * p * k), Q: empty, readout: empty, risk: Number.NaN }));
  const { curves } = overlapCurves('projections', means, p, k, false, names);
  const seeds = `mean of ${formatCount(bands.done)} seeds`;
  const sets = (own.length > 0 ? own : curves).filter(({ listed }) => listed).flatMap(({ key, name, marker }) => {
    const curve = curves.find((each) => each.key === key);
    if (!curve) return none;
    const of = (entries: Float64Array): number[] => shown.map((i) => entries[i * p * k + Number(key.slice(1))]);
    const mean: Curve = { ...curve, key: `seeds-${key}`, name: `${name}, ${seeds}`, dash: none, marker, opacity: 1, listed: true };
    return [{ name, mean, std: of(spread.std), sem: of(spread.sem) }];
  });
  return seedPoints(`${seeds} ± std`, sets);
}

function pointWords({ bands: { done, total }, engine }: SeedBands): string {
  const seeds = done < total ? `${formatCount(done)} of ${formatCount(total)}` : formatCount(done);
  return ` Points: mean of ${seeds} seeds by the engine ${engine}, exact in law. Bars: ± one standard deviation over seeds; the mean’s standard error is 1/√${done} of it.`;
}

/** Finds the directions of the experiment on show, and draws along them. */
export class Projections implements ReactiveController {
  private key = '';
  private asked = new AbortController();
  private found: { readonly frame: TargetFrame; readonly turn: ReturnType<typeof turner> } | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.asked.abort();
    if (!this.found) this.key = '';
  }

  /** Null while the directions are being found. */
  spec(view: RunView, options: ProjectionOptions): FigureSpec | null {
    if (view.experiment) this.follow(view.experiment);
    return this.found && projectionSpec(view, this.found.frame, this.found.turn, options);
  }

  private follow(experiment: Experiment): void {
    const key = JSON.stringify([experiment.target, seesAgain(experiment)]);
    if (key === this.key) return;
    this.key = key;
    this.found = null;
    this.asked.abort();
    const { signal } = (this.asked = new AbortController());
    targetFrame(experiment, signal).then((frame) => {
      if (signal.aborted) return;
      this.found = { frame, turn: turner(frame.rows) };
      this.host.requestUpdate();
    }, () => undefined);
  }
}
