// A plain float32 loop on one thread, in this same JavaScript engine.

import type { Contender } from '../contender.ts';
import { startingWeights } from '../initial.ts';
import { PlainLoop } from '../plain.ts';

export function plain(): Contender {
  let loop: PlainLoop | null = null;
  return {
    name: 'plain loop',
    async prepare(size) {
      loop = new PlainLoop(size, startingWeights(size));
    },
    async steps(count) {
      if (!loop) throw new Error('prepare first');
      for (let t = 0; t < count; t++) loop.step();
      return loop.overlaps();
    },
    describe: () => 'one thread, float32 arrays, sfc32 and ziggurat',
    dispose() {
      loop = null;
    },
  };
}
