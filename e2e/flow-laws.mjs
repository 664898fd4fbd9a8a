// What engine `theory` with theory.form "mean-field-flow" and "flow" is held to: the trajectories and transition times of an
// independent implementation (../shared/references/timescales). Its times are those that a record of as many points has,
// geometric from ε/100 to the horizon; the risk is compared at each of them, absolutely, transitions relatively.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RISK = 1e-6;
const TRANSITION = 1e-3;
const MOST_SECONDS = 10;

/** Each with its experiment and `compare`, of the result of `run` or of the JSON of `predict`, as `command` says. */
export function flowLaws(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const present = (name) => existsSync(join(folder, `${name}.json`));
  return [
    ...['mf', 'full'].flatMap((kind) => ['quad012', 'cubic0123', 'cubic123', 'relu8'].map((name) => `${kind}_${name}`)).filter(present).flatMap((name) => trajectories(name, read(name))),
    ...(present('transitions') ? transitions(read('transitions')) : []),
  ];
}

function experimentOf({ phi, sigma }, form, epsilon, horizon, count, readout, start) {
  return {
    target: { hermite: phi },
    student: { width: readout.length, hermite: sigma, readout },
    data: { dimension: start && start.d !== Infinity ? start.d : 'infinity' },
    ...(start ? { initial: { M: start.s0.map((s) => [s]), Q: start.Q } } : {}),
    theory: { form, epsilon, horizon },
    record: { log: count },
    engine: 'theory',
  };
}

function trajectories(name, file) {
  const form = name.startsWith('full') ? 'flow' : 'mean-field-flow';
  return file.runs.map((run) => {
    const { m, eps, t, a0, s0, d, r0_upper: upper } = run;
    const start = form === 'flow' && typeof d === 'number' ? { d, s0, Q: gramOf(m, upper) } : null;
    return {
      name: `${name} m=${m}${form === 'flow' ? ` d=${d}` : ''} eps=${eps}`,
      command: 'run',
      experiment: experimentOf(file, form, eps, t[t.length - 1], t.length, a0, start),
      compare({ times, risk }, seconds) {
        const apart = Math.max(...t.map((time, i) => Math.abs(times[i + 1] / time - 1)));
        const worst = Math.max(...t.map((_, i) => Math.abs(risk[i + 1] - run.risk[i])));
        return {
          fine: times.length === t.length + 1 && apart < 1e-9 && worst < RISK && seconds < MOST_SECONDS,
          found: `risk within ${worst.toExponential(1)} of ${RISK} at ${t.length} times`,
        };
      },
    };
  });
}

function gramOf(m, upper) {
  let at = 0;
  const Q = Array.from({ length: m }, (_, i) => Array.from({ length: m }, (_, j) => (i === j ? 1 : 0)));
  for (let i = 0; i < m; i++) for (let j = i + 1; j < m; j++) Q[i][j] = Q[j][i] = upper[at++];
  return Q;
}

function transitions({ cases }) {
  return Object.entries(cases).flatMap(([name, found]) =>
    found.rows.map(({ eps, t, t_end: horizon }) => ({
      name: `transitions ${name} eps=${eps}`,
      command: 'predict',
      experiment: experimentOf(found, 'mean-field-flow', eps, horizon, 200, found.a0),
      compare({ measured }, seconds) {
        const levels = { start: '0.9', half: '0.5', end: '0.1' };
        let [worst, compared, missed] = [0, 0, 0];
        for (const { degree, ...crossings } of measured)
          for (const [level, share] of Object.entries(levels)) {
            const theirs = t[degree]?.[share] ?? null;
            if ((theirs === null) !== (crossings[level] === null)) missed++;
            if (theirs === null || crossings[level] === null) continue;
            compared++;
            worst = Math.max(worst, Math.abs(crossings[level] / theirs - 1));
          }
        return {
          fine: compared > 0 && missed === 0 && worst < TRANSITION && seconds < MOST_SECONDS,
          found: `${compared} crossings within ${worst.toExponential(1)} of ${TRANSITION}${missed > 0 ? `, ${missed} missed` : ''}`,
        };
      },
    })),
  );
}
