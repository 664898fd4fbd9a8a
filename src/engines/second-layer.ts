// One step of SGD on the readout (2303.00055, section 7: a_i += (η/ε) e σ(p_i), here with γ_a = η p/ε and c = 1/p).

import type { Experiment } from '../experiment/experiment.ts';

/** a ← a + γ_a g in place, g being minus the gradient (p); null where the readout stays as it is. */
export function secondLayerStep(readout: Float64Array, g: Float64Array | null, { secondLayer }: Experiment['training']): void {
  if (secondLayer === 'fixed' || g === null) return;
  for (let j = 0; j < readout.length; j++) readout[j] += secondLayer.learningRate * g[j];
}
