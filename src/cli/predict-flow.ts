// `plateau predict` of a gradient flow: its learning time scales as predicted, and as measured on the flow, which takes a moment.

import type { Experiment } from '../experiment/experiment.ts';
import { jsonText } from '../run/result.ts';
import { followFlow, type FlowTrajectory } from '../run/timescales-trajectory.ts';
import type { DegreePrediction } from '../theory/flow/predictions.ts';
import { figure as common } from '../theory/predictions/prediction.ts';
import type { Terminal } from './terminal.ts';

/** Crossings are then good to 1e-4. */
const PER_DECADE = 600;
/** Milliseconds between two looks at the signal. */
const SLICE = 100;

export async function predictFlow(experiment: Experiment, json: boolean, terminal: Terminal): Promise<void> {
  let heard = performance.now();
  const between = () => {
    if (performance.now() - heard < SLICE) return null;
    heard = performance.now();
    return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
      if (terminal.signal.aborted) throw new Error('cancelled: nothing was written');
    });
  };
  const flow = await followFlow(experiment, { perDecade: PER_DECADE, between });
  await terminal.out(`${json ? [...jsonText(asJson(flow))].join('') : describe(flow)}\n`);
}

/** Without the columns, which `plateau run` writes; "infinity" where JSON has no number. */
function asJson({ form, epsilon, width, times, predictions, transitions, risk, trapped }: FlowTrajectory): object {
  const whole = { form, epsilon, width, horizon: times[times.length - 1], predictions, measured: transitions, riskAtEnd: risk[risk.length - 1], trapped };
  return JSON.parse(JSON.stringify(whole, (_, value: unknown) => (value === Infinity ? 'infinity' : value))) as object;
}

function describe({ form, epsilon, width, times, predictions, transitions, risk, trapped }: FlowTrajectory): string {
  const { degrees, plateaus, remarks, floor } = predictions;
  const horizon = times[times.length - 1];
  const measured = new Map(transitions.map((transition) => [transition.degree, transition]));
  const table = [
    ['degree', 't', 'measured', 'width', 'measured', 'as ε → 0'],
    ...degrees.map((predicted) => {
      const { half, start, end } = measured.get(predicted.degree)!;
      return [String(predicted.degree), time(predicted.halfTime), half === null ? '–' : figure(half), time(predicted.width, '–'), start === null || end === null ? '–' : figure(end - start), law(predicted)];
    }),
  ];
  const columns = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)));
  const rows = table.map((row) => row.map((cell, i) => cell.padEnd(columns[i])).join('  ').trimEnd());
  const lines: [string, string][] = [
    ['flow', `${form === 'flow' ? 'of the network itself' : 'of the mean field, d = ∞'}, m = ${width}, ε = ${figure(epsilon)}, to t = ${figure(horizon)}`],
    ...rows.map((row, i): [string, string] => [i === 0 ? 'half-times' : '', row]),
    ...plateaus.map(({ after, height, separated }, i): [string, string] => [i === 0 ? 'plateaus' : '', `after degree ${after} at risk ${figure(height)}${separated === false ? ', overlapping with the next' : ''}`]),
    ['floor', figure(floor)],
    ['at the end', `risk ${figure(risk[risk.length - 1])}`],
    ...degrees.map(({ text }): [string, string] => ['prediction', text]),
    ...remarks.map(({ text }): [string, string] => ['caveat', text]),
    ...(trapped === null ? [] : [['warning', trapped] as [string, string]]),
  ];
  const wide = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${name.padEnd(wide)}  ${text}`).join('\n');
}

/** As elsewhere; small ones as powers of ten, for times span many. */
const figure = (x: number): string => (x !== 0 && Math.abs(x) < 1e-3 ? Number(x.toPrecision(3)).toExponential() : common(x));

const time = (value: number | null, unknown = 'not known'): string => (value === null ? unknown : value === Infinity ? 'never' : figure(value));

/** c ε^x, as far as it is known. */
function law({ degree, exponent, constant, halfTime }: DegreePrediction): string {
  if (exponent === null || halfTime === Infinity) return '–';
  const factor = constant === null || constant === Infinity ? 'c' : figure(constant);
  const power = exponent === 0 ? '' : exponent === 1 ? ' ε' : ` ε^${fraction(exponent)}`;
  return `${factor}${power}${degree === 1 && exponent > 0 ? ' ln(1/ε)' : ''}`;
}

/** Exponents are fractions of small numbers. */
function fraction(x: number): string {
  for (let below = 1; below <= 40; below++) {
    const above = x * below;
    if (Math.abs(above - Math.round(above)) < 1e-9) return below === 1 ? String(Math.round(above)) : `(${Math.round(above)}/${below})`;
  }
  return figure(x);
}
