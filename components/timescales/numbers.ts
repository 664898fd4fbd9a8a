// The numbers behind the panels, for files: in full precision, and all of them where a table shows some.

import { asWritten } from '../../src/experiment/written.ts';
import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { rowsOf, stemOf, type About, type Cell, type Numbers } from '../export/figure.ts';
import { learnedCoefficients, REACH, valuesOf } from './learned-function.ts';
import { degreeStates } from './learning.ts';
import type { DescentPoints } from './risk-descent.ts';
import { degreeTimes, localExponent } from './slopes.ts';

/** What a panel's file is of: the flow, and the moment where the panel shows one. */
export function aboutFlow(what: string, { experiment, width, epsilon, times }: FlowTrajectory, at: number | null): About {
  return {
    stem: stemOf(what, `m${width}`, `eps${epsilon}`, `seed${experiment.seed}`),
    of: 'experiment', document: asWritten(experiment), engine: 'theory',
    notes: at === null ? {} : { t: times[at] },
  };
}

/** A row for each moment of the flow, of the others, and of descent: its mean over seeds. */
export function riskNumbers(flow: FlowTrajectory, others: readonly FlowTrajectory[], descent: DescentPoints | null): Numbers {
  const degrees = Array.from({ length: flow.degrees }, (_, k) => k);
  const rowsIn = ({ epsilon, times, risk, residuals }: FlowTrajectory): Cell[][] =>
    Array.from(times, (t, i) => ['flow', epsilon, t, risk[i], null, ...degrees.map((k) => residuals[i * degrees.length + k])]);
  return {
    columns: ['what', 'epsilon', 't', 'risk', 'risk_sem', ...degrees.map((k) => `res_${k}`)],
    rows: [
      ...[flow, ...others].flatMap(rowsIn),
      ...(descent ? descent.times.map((t, i): Cell[] => ['descent', flow.epsilon, t, descent.mean[i], descent.sem[i], ...degrees.map(() => null)]) : []),
    ],
  };
}

export function residualNumbers(flow: FlowTrajectory, at: number): Numbers {
  const { target, student, transitions, predictions } = flow;
  return {
    columns: ['degree', 'phi', 'sigma', 'res', 'share', 'half_time', 'half_time_predicted'],
    rows: degreeStates(flow, at).map(({ degree, residual, share }) => {
      const [measured, predicted] = [transitions.find((each) => each.degree === degree), predictions.degrees.find((each) => each.degree === degree)];
      return [degree, target[degree], student[degree], residual, share, measured?.half ?? null, predicted?.halfTime ?? null];
    }),
  };
}

/** φ and f̂ over z, as they are drawn. */
export function functionNumbers(flow: FlowTrajectory, at: number): Numbers {
  const [phi, learned] = [valuesOf(flow.target), valuesOf(learnedCoefficients(flow, at))];
  return { columns: ['z', 'phi', 'learned'], rows: Array.from(phi, (value, i) => [-REACH + (2 * REACH * i) / (phi.length - 1), value, learned[i]]) };
}

/** The way of each neuron up to the moment shown. */
export function cloudNumbers({ width: m, times, overlaps, readout }: FlowTrajectory, at: number): Numbers {
  return {
    columns: ['neuron', 't', 's', 'a'],
    rows: rowsOf(m * (at + 1), (n) => {
      const [i, step] = [Math.floor(n / (at + 1)), n % (at + 1)];
      return [i + 1, times[step], overlaps[step * m + i], readout[step * m + i]];
    }),
  };
}

export function slopeNumbers(flow: FlowTrajectory, others: readonly FlowTrajectory[]): Numbers {
  return {
    columns: ['degree', 'epsilon', 'half_time', 'half_time_predicted', 'local_exponent', 'local_exponent_predicted', 'exponent_predicted'],
    rows: degreeTimes(flow, others).flatMap(({ degree, exponent, times }) =>
      times.map((here, n): Cell[] => {
        const local = (which: 'measured' | 'predicted'): number | null => (n ? localExponent(times[n - 1], here, which) : null);
        return [degree, here.epsilon, here.measured, here.predicted, local('measured'), local('predicted'), exponent];
      })),
  };
}
