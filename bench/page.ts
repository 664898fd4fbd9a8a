// A page is one contender in Chromium: `?contender=tensorflow`. Each loads its own library only.

import type { Contender } from './contender.ts';
import { session, type Session } from './session.ts';

declare global {
  interface Window {
    bench?: Session;
    benchError?: string;
  }
}

const contenders: Record<string, () => Promise<Contender>> = {
  plateau: async () => (await import('./contenders/plateau.ts')).plateauDense(navigator.gpu),
  'plateau-owned': async () => (await import('./contenders/plateau.ts')).plateauDense(navigator.gpu, 'owned'),
  'plateau-regenerated': async () => (await import('./contenders/plateau.ts')).plateauDense(navigator.gpu, 'regenerated'),
  tensorflow: async () => (await import('./contenders/tensorflow.ts')).tensorflow('library'),
  'tensorflow-own-normals': async () => (await import('./contenders/tensorflow.ts')).tensorflow('uploaded'),
  jax: async () => (await import('./contenders/jax.ts')).jax(),
  plain: async () => (await import('./contenders/plain.ts')).plain(),
};

const wanted = new URLSearchParams(location.search).get('contender') ?? '';
try {
  if (!Object.hasOwn(contenders, wanted)) throw new Error(`unknown contender "${wanted}"; there are ${Object.keys(contenders).join(', ')}`);
  window.bench = session(await contenders[wanted]());
} catch (error) {
  window.benchError = String(error);
}
