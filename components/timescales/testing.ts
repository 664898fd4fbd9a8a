// Trajectories that tests draw: the mean-field flow itself.

import { parseExperiment } from '../../src/experiment/experiment.ts';
import { followFlow, type FlowTrajectory } from '../../src/run/timescales-trajectory.ts';

/** a_i(0) of shared/references/timescales/transitions.json, m = 20. */
const start = [-0.4957, -0.0813, 0.6866, 0.13, -0.28, 0.0058, 0.3513, 0.1183, -0.7203, 0.0343, -1.4612, -1.1297, -0.7117, 2.1092, -1.8055, -1.6948, 1.1003, 1.3041, 0.0378, -0.4413];

/** Case cubic0123 of theory/timescales.md, section 8. */
export const cubic = { target: [0.8, 1, 0.8, 0.6], student: [0.5, 1, 0.8, 0.6] };

interface FlowCase {
  readonly target?: readonly number[];
  readonly student?: readonly number[];
  readonly readout?: readonly number[];
  readonly epsilon?: number;
  readonly horizon?: number;
}

export function trajectoryOf({ target = cubic.target, student = cubic.student, readout = start, epsilon = 1e-4, horizon = 2 }: FlowCase = {}): Promise<FlowTrajectory> {
  const experiment = parseExperiment({
    target: { hermite: target }, student: { width: readout.length, hermite: student, readout }, data: { dimension: 'infinity' },
    theory: { form: 'mean-field-flow', epsilon, horizon }, engine: 'theory',
  });
  return followFlow(experiment);
}
