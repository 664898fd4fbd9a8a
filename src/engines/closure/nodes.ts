// Spherical-radial nodes for averages over X ~ N(0, I_r): the radius by a Gauss–Laguerre rule of t = |X|²/2, the
// direction by random orthogonal frames with both signs. What is heavy in the tails of a polynomial residual is its
// radius, and that part is exact; what is left to chance is the angle, drawn afresh at each step, without bias.

import { gaussLaguerre } from '../../math/quadrature.ts';

export interface Nodes {
  /** Number of nodes N, and their weights (N), which sum to 1. */
  readonly count: number;
  readonly weights: Float64Array;
  /** Coordinates, r×N: row a holds X_a of every node. Filled anew by `turn`. */
  readonly points: Float64Array;
  /** New directions, from `normal()` draws. */
  turn(normal: () => number): void;
}

/** Exact in the radius up to degree 4·RADII − 2 = 46: the square of R² for R of degree 11, and He6 residuals have that. */
const RADII = 12;
const LEAST_DIRECTIONS = 300;

export function radialNodes(r: number): Nodes {
  const frames = Math.ceil(LEAST_DIRECTIONS / (2 * r));
  const rays = 2 * r * frames;
  const count = rays * RADII;
  const { nodes, weights: radial } = gaussLaguerre(RADII, r / 2);
  const radius = nodes.map((t) => Math.sqrt(2 * t));
  const weights = Float64Array.from({ length: count }, (_, i) => radial[i % RADII] / rays);
  const points = new Float64Array(r * count);
  const frame = new Float64Array(r * r);
  return {
    count, weights, points,
    turn(normal) {
      const turned = r === 2 ? Math.atan2(normal(), normal()) : 0;
      for (let f = 0; f < frames; f++) {
        // In the plane, equally spaced directions are exact to a degree of twice their number; one angle is drawn.
        if (r === 2) planeFrame(frame, turned + (f * Math.PI) / (2 * frames));
        else randomFrame(frame, r, normal);
        for (let i = 0; i < r; i++)
          for (let a = 0; a < r; a++) {
            const cosine = frame[i * r + a];
            const at = a * count + ((f * r + i) * 2) * RADII;
            for (let l = 0; l < RADII; l++) {
              points[at + l] = cosine * radius[l];
              points[at + RADII + l] = -cosine * radius[l];
            }
          }
      }
    },
  };
}

/** Rows uniform on the orthogonal group: Gram–Schmidt, two sweeps, on normal rows. */
function randomFrame(frame: Float64Array, r: number, normal: () => number): void {
  for (let i = 0; i < r * r; i++) frame[i] = normal();
  for (let i = 0; i < r; i++) {
    for (let sweep = 0; sweep < 2; sweep++)
      for (let j = 0; j < i; j++) {
        let dot = 0;
        for (let a = 0; a < r; a++) dot += frame[i * r + a] * frame[j * r + a];
        for (let a = 0; a < r; a++) frame[i * r + a] -= dot * frame[j * r + a];
      }
    let square = 0;
    for (let a = 0; a < r; a++) square += frame[i * r + a] ** 2;
    for (let a = 0; a < r; a++) frame[i * r + a] /= Math.sqrt(square);
  }
}

function planeFrame(frame: Float64Array, angle: number): void {
  frame[0] = frame[3] = Math.cos(angle);
  frame[1] = Math.sin(angle);
  frame[2] = -frame[1];
}
