// The step as a user of TensorFlow.js writes it, on its WebGPU backend.
//
// `tf.randomNormal` fills an array in JavaScript, one polar Marsaglia draw at a time on a generator of doubles, and
// uploads it, whatever the backend. A user who profiles this once replaces it, so there are two contenders: the
// library's own normals, and an array filled by the plain loop's generator and given to `tf.tensor2d`.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import type { Contender, Size } from '../contender.ts';
import { startingWeights } from '../initial.ts';
import { Normals } from '../plain.ts';

export function tensorflow(draws: 'library' | 'uploaded'): Contender {
  let size: Size | null = null;
  let W: tf.Tensor2D | null = null;
  let star: tf.Tensor2D | null = null;
  let draw: () => tf.Tensor2D = () => tf.zeros([0, 0]);
  let remark = '';
  return {
    name: draws === 'library' ? 'TensorFlow.js' : 'TensorFlow.js, own normals',
    async prepare(wanted) {
      if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js has no webgpu backend here');
      size = wanted;
      const { n, d, p, k, seed } = size;
      const start = startingWeights(size);
      W = tf.tensor2d(start.W, [p, d]);
      star = tf.tensor2d(start.star, [k, d]);
      if (draws === 'library') draw = () => tf.randomNormal([n, d]);
      else {
        const normals = new Normals(seed + 1);
        draw = () => {
          // A new array a step: the library keeps the one it is given until it uploads it.
          const Z = new Float32Array(n * d);
          normals.fill(Z);
          return tf.tensor2d(Z, [n, d]);
        };
      }
      remark = '';
      tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', BY_SHAPE);
      if (!(await productIsRight(W, star, draw))) {
        tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED);
        if (!(await productIsRight(W, star, draw))) throw new Error('tf.matMul of these shapes gives wrong numbers here, with the packed kernel too');
        remark = ', packed matMul forced: the kernel it picks itself gives wrong numbers at this size';
      }
    },
    async steps(count) {
      if (!size || !W || !star) throw new Error('prepare first');
      for (let t = 0; t < count; t++) {
        const next = step(size, W, star, draw);
        W.dispose();
        W = next;
      }
      const M = tf.matMul(W, star, false, true);
      const values = await M.data();
      M.dispose();
      return values;
    },
    describe: () => `tfjs-core ${tf.version_core}, backend ${tf.getBackend()}${remark}`,
    dispose() {
      W?.dispose();
      star?.dispose();
      W = star = size = null;
    },
  };
}

/** Values of the library's flag for its choice among kernels, and for the general one. */
const BY_SHAPE = -1;
const PACKED = 3;

/**
 * Whether the library multiplies rightly at this size: the first preactivation of a few samples against float64. Its
 * kernel for long inner dimensions and few outputs ("split K") was seen to be wrong throughout at d = 10000, n = 100 on
 * SwiftShader, and a time for wrong numbers is no time.
 */
async function productIsRight(W: tf.Tensor2D, star: tf.Tensor2D, draw: () => tf.Tensor2D): Promise<boolean> {
  const samples = 4;
  const [product, rows] = tf.tidy(() => {
    const Z = draw();
    const d = Z.shape[1];
    return [tf.slice(preactivations(W, star, Z), [0, 0], [1, samples]), tf.slice(Z, [0, 0], [samples, d])];
  });
  const [got, z, w] = await Promise.all([product.data(), rows.data(), W.data()]);
  tf.dispose([product, rows]);
  const d = W.shape[1];
  return got.every((value, sample) => {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += w[i] * z[sample * d + i];
    return Math.abs(value - sum) < 1e-3;
  });
}

/** [W; W*] Zᵀ, (p+k)×n. */
function preactivations(W: tf.Tensor2D, star: tf.Tensor2D, Z: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.concat([W, star], 0), Z, false, true);
}

// Neurons and directions as rows, samples as columns: of the forms tried the fastest for these shapes, about twice as
// fast as `tf.matMul(Z, W, false, true)`. e is a product too: `tf.mean` over an axis of length p or k starts one
// workgroup a sample and took longer than everything else together.
function step({ n, p, k, link, gamma }: Size, W: tf.Tensor2D, star: tf.Tensor2D, draw: () => tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const Z = draw();
    const fields = preactivations(W, star, Z);
    const weights = tf.tensor2d([...Array<number>(p).fill(-1 / p), ...Array<number>(k).fill(1 / k)], [1, p + k]);
    const e = tf.matMul(weights, sigma[link](fields));
    const lambda = tf.slice(fields, [0, 0], [p, n]);
    const r = tf.mul<tf.Tensor2D>(derivative[link](lambda), e);
    const V = tf.add<tf.Tensor2D>(W, tf.mul(tf.matMul(r, Z), gamma / (n * p)));
    return tf.div(V, tf.norm(V, 2, 1, true));
  });
}

const sigma = {
  He3: (x: tf.Tensor) => tf.mul(x, tf.sub(tf.square(x), 3)),
  erf: (x: tf.Tensor) => tf.erf(tf.mul(x, Math.SQRT1_2)),
};

const derivative = {
  He3: (x: tf.Tensor) => tf.mul(tf.sub(tf.square(x), 1), 3),
  erf: (x: tf.Tensor) => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), Math.sqrt(2 / Math.PI)),
};
