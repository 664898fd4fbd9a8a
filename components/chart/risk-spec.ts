// The risk of a run as a figure, for pages that show it: one of overlaps alone loads nothing of this.

import type { Snapshot } from '../../src/run/contract.ts';
import { captionWords } from '../simulation/status.ts';
import type { RunView } from '../simulation/view.ts';
import { bandsOf, bandWords, isBand } from './bands.ts';
import { nth } from './colours.ts';
import type { Curve } from './curves.ts';
import type { FigureSpec } from './figure.ts';
import { always, drawn, linesOf, sharing, thinned, type Beside, type Scales } from './specs.ts';
import { theoryWords } from './theory.ts';

/** Over bands it has the page's ink, as max M has. */
function riskCurve(snapshots: readonly Snapshot[], overBands = false): Curve {
  return {
    key: 'risk',
    name: overBands ? 'risk, this run' : 'risk',
    steps: snapshots.map((snapshot) => snapshot.step),
    values: snapshots.map((snapshot) => snapshot.risk),
    ink: overBands ? 'ink' : nth(1, 5),
    dash: [],
    marker: 'circle',
    width: 2,
    opacity: 1,
    listed: true,
  };
}

export function riskSpec(view: RunView, { xScale, yScale, bands = [], keep = always, ...options }: Scales): FigureSpec {
  const { experiment, host, snapshots } = view;
  const shown = bands.filter(isBand);
  const [theory, over] = [drawn(options.theory), shown.length > 0];
  const beside: Beside = { bands: shown, theory };
  const own = keep('run', [xScale, ...sharing(view, beside, 1)], () =>
    ({ curves: snapshots.length > 0 ? [riskCurve(thinned(snapshots, xScale, 1, beside), over)] : [], crowd: null }));
  const lines = linesOf(theory, own, [over], keep, (points) => ({ curves: [riskCurve(points, over)], crowd: null }));
  const kind = host ? (host.riskKind === 'population' ? ' The risk is that of the population.' : ' The risk is estimated on each step’s batch.') : '';
  return {
    title: 'Risk',
    xTitle: 'step',
    yTitle: '½ E(f − h*)² + ½ Δ',
    xScale,
    yScale,
    lastStep: experiment?.training.steps ?? 1,
    yDomain: null,
    curves: own.curves,
    bands: bandsOf(shown, 'risk'),
    theory: lines,
    points: null,
    crowd: null,
    level: null,
    caption: captionWords(view) + kind + theoryWords(lines, options.theory?.error) + bandWords(shown),
  };
}
