// The phase diagram of one-pass training from a random start, in exponents alone: n = d^μ samples a step, learning rate
// γ = d^(−δ), recovery time T ~ d^θ, for an information exponent ℓ and overlaps that begin at d^(−1/2)
// (arXiv:2406.02157; derivation and constants in theory/online.md section 7).

/**
 * "selfAligned": the square loss with projected rows. The student's own output shrinks a row by 1 − sγ at each step, which
 * no rate beyond 1/s survives. "free": the correlation loss, and spherical rows under any loss, have no such term.
 */
export type Family = 'selfAligned' | 'free';

export interface Exponents {
  /** The least δ at which overlaps grow; null when every learning rate learns. */
  readonly boundary: number | null;
  /** Whether δ is in the learnable region. */
  readonly learns: boolean;
  /** T ~ d^θ at this δ where it learns. Powers of log d are left out (ℓ = 2 has one). */
  readonly theta: number;
  /** The least θ over all δ at this μ. */
  readonly bestTheta: number;
  /** The smallest μ at which θ can be as small as it gets, and that θ. */
  readonly bestMu: number;
  readonly thetaAtBestMu: number;
  /** n T ~ d^this, along the sloped part of the best θ. */
  readonly samples: number;
  /** Whether one step of a learning rate so large that the start is forgotten recovers the direction. */
  readonly giantStep: boolean;
}

/** `order`: ℓ ≥ 1. `delta` may be ∞, for a learning rate of 0. */
export function exponentsAt(order: number, family: Family, mu: number, delta: number): Exponents {
  const boundary = boundaryOf(order, family, mu);
  const learns = delta < Infinity && (boundary === null || delta >= boundary);
  const free = family === 'free';
  if (order === 1)
    return {
      boundary,
      learns,
      theta: Math.max(delta, 0),
      bestTheta: Math.max(1 - mu, 0),
      bestMu: 1,
      thetaAtBestMu: 0,
      samples: 1,
      giantStep: free && learns && delta <= 0 && mu >= 1,
    };
  const plateau = free ? 0 : (order - 2) / 2;
  return {
    boundary,
    learns,
    theta: Math.max(delta + (order - 2) / 2, 0),
    bestTheta: Math.max(order - 1 - mu, plateau),
    bestMu: free ? order - 1 : order / 2,
    thetaAtBestMu: plateau,
    samples: order - 1,
    giantStep: free && delta <= -(order - 1) / 2 && mu >= order,
  };
}

function boundaryOf(order: number, family: Family, mu: number): number | null {
  // For ℓ = 1 the signal is there from the first step; too large a rate does not prevent growth but ends it early.
  const signal = order === 1 ? 1 - mu : order / 2 - mu;
  if (family === 'selfAligned') return Math.max(signal, 0);
  return mu >= Math.max(order - 1, 1) ? null : signal;
}
