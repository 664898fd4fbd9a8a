// The step as a user of jax-js writes it: one `jit`, a key split at each step, its WebGPU device.
//
// `random.normal` draws two words for each normal and keeps one of Box–Muller's two outputs. Here the user has done
// the transform by hand and keeps both: of the forms tried (`random.normal` or this; neurons as rows or as columns;
// W and W* stacked or apart; draws inside the step's `jit` or in their own) the fastest, by a tenth to a half.

import { defaultDevice, init, jit, lax, numpy as np, random } from '@jax-js/jax';
import type { Contender, Size } from '../contender.ts';
import { startingWeights } from '../initial.ts';

type Step = ReturnType<typeof compileStep>;

export function jax(): Contender {
  let state: { W: np.Array; star: np.Array; key: np.Array; step: Step } | null = null;
  return {
    name: 'jax-js',
    async prepare(size) {
      const devices = await init('webgpu');
      if (!devices.includes('webgpu')) throw new Error('jax-js has no webgpu device here');
      defaultDevice('webgpu');
      const { p, k, d, seed } = size;
      const start = startingWeights(size);
      state = {
        W: np.array(start.W).reshape([p, d]),
        star: np.array(start.star).reshape([k, d]),
        key: random.key(seed + 1),
        step: compileStep(size),
      };
    },
    async steps(count) {
      if (!state) throw new Error('prepare first');
      for (let t = 0; t < count; t++) [state.W, state.key] = state.step(state.W, state.star.ref, state.key);
      const M = np.dot(state.W.ref, state.star.ref.transpose());
      return Float32Array.from(await M.data());
    },
    describe: () => '@jax-js/jax, device webgpu',
    dispose() {
      state?.W.dispose();
      state?.star.dispose();
      state?.key.dispose();
      state?.step.dispose();
      state = null;
    },
  };
}

/** (W, W*, key) ↦ (W at the next step, next key). An argument is consumed by its last use, `.ref` keeps it for one more. */
function compileStep({ n, d, p, link, gamma }: Size) {
  const { sigma, derivative } = LINKS[link];
  return jit((W: np.Array, star: np.Array, key: np.Array): [np.Array, np.Array] => {
    const [next, now] = random.split(key, 2);
    const Z = normal(now, n, d);
    const lambda = np.dot(Z.ref, W.ref.transpose());
    const y = np.mean(sigma(np.dot(Z.ref, star.transpose())), 1, { keepdims: true });
    const e = y.sub(np.mean(sigma(lambda.ref), 1, { keepdims: true }));
    const r = derivative(lambda).mul(e);
    const V = W.add(np.dot(r.transpose(), Z).mul(gamma / (n * p)));
    return [V.ref.div(np.sqrt(np.sum(np.square(V), 1, { keepdims: true }))), next];
  });
}

/** n×d normals, d even: the cosines in the first half of each row, the sines in the second. */
function normal(key: np.Array, n: number, d: number): np.Array {
  const [first, second] = random.split(key, 2);
  // `uniform` may give 0 but not 1.
  const radius = np.sqrt(np.log(np.subtract(1, random.uniform(first, [n, d / 2]))).mul(-2));
  const angle = random.uniform(second, [n, d / 2]).mul(2 * Math.PI);
  return np.concatenate([radius.ref.mul(np.cos(angle.ref)), radius.mul(np.sin(angle))], 1);
}

const LINKS: Record<Size['link'], { sigma: (x: np.Array) => np.Array; derivative: (x: np.Array) => np.Array }> = {
  He3: {
    sigma: (x) => x.ref.mul(np.square(x).sub(3)),
    derivative: (x) => np.square(x).sub(1).mul(3),
  },
  erf: {
    sigma: (x) => lax.erf(x.mul(Math.SQRT1_2)),
    derivative: (x) => np.exp(np.square(x).mul(-0.5)).mul(Math.sqrt(2 / Math.PI)),
  },
};
