// One overlap m of one neuron, without fluctuations: the conditional-mean map of theory/online.md section 7, how large a
// learning rate it takes, and how long it needs.

/** What a step does to an overlap near 0. Each constant contains the neuron's weight c·a_j in the output. */
export interface Growth {
  /** ℓ: the drift is γ c m^(ℓ−1). */
  readonly order: number;
  /** c > 0. */
  readonly drift: number;
  /** s: a row is multiplied by 1 − sγ before it is projected. */
  readonly self: number;
  /** r: what the other neurons have already learnt takes γ r m off the drift (ℓ = 1 only). */
  readonly shared: number;
  /** D = (d/n) (c a_j)² I4(0): a step adds γ² D of noise to the square of a row's norm. */
  readonly noise: number;
}

/** m' = [(1 − sγ) m + γ c m^(ℓ−1)] / √((1 − sγ)² + 2γ(1 − sγ) c m^ℓ + γ² c² m^(2ℓ−2) + γ² D), c m^(ℓ−1) less r m. */
export function overlapAfter(m: number, gamma: number, growth: Growth): number {
  const { order, drift, self, shared, noise } = growth;
  const kept = 1 - self * gamma;
  const pull = gamma * (drift * m ** (order - 1) - shared * m);
  return (kept * m + pull) / Math.sqrt(kept * kept + 2 * kept * pull * m + pull * pull + gamma * gamma * noise);
}

/**
 * The learning rate below which the map takes m further up, ∞ when every rate does. With y = c m^(ℓ−2) − r and
 * w = 1 − m², m' > m is γ (D + w (2sy − y²)) < 2wy. Where noise decides this is section 7's γ_c = 2c m^(ℓ−2)/D, and where s
 * does, its 1/s, or 1/(s − y/2): no more than that for ℓ ≥ 3, where y vanishes with m, but up to twice that for ℓ = 2.
 */
export function largestRate(m: number, { order, drift, self, shared, noise }: Growth): number {
  const pull = drift * m ** (order - 2) - shared;
  const rest = 1 - m * m;
  if (!(pull > 0)) return 0;
  const loss = noise + rest * (2 * self * pull - pull * pull);
  return loss > 0 ? (2 * rest * pull) / loss : Infinity;
}

/**
 * Steps from m0 to η in continuous time, A = γc/(1 − sγ) and, unless `noiseless`, B = ½γ²D/(1 − sγ)² + γr/(1 − sγ) in
 * dm/dt = A m^(ℓ−1) − B m. For B = 0 these are section 7's prefactors. ∞ when m does not get there.
 */
export function growthTime(m0: number, eta: number, gamma: number, growth: Growth, noiseless = false): number {
  const kept = 1 - growth.self * gamma;
  const rate = (gamma * growth.drift) / kept;
  const loss = noiseless ? 0 : (0.5 * gamma * gamma * growth.noise) / (kept * kept) + (gamma * growth.shared) / kept;
  if (!(kept > 0) || !(rate > 0)) return Infinity;
  const l = growth.order;
  if (l === 2) return rate > loss ? Math.log(eta / m0) / (rate - loss) : Infinity;
  // With u = m^(2−ℓ): du/dt = −(ℓ − 2)(A − B u).
  const [from, to] = [m0 ** (2 - l), eta ** (2 - l)];
  if (!(rate > loss * Math.max(from, to))) return Infinity;
  const free = (from - to) / (rate * (l - 2));
  const shrinkage = (loss * (from - to)) / (rate - loss * from);
  // ln(1 + x)/x is 1 where the loss vanishes against the drift.
  return shrinkage === 0 ? free : Math.log1p(shrinkage) / (loss * (l - 2));
}

/** Steps of the map from m0 until m ≥ η; null when it stops growing first, or needs more than `most`. */
export function stepsOfMap(m0: number, eta: number, gamma: number, growth: Growth, most: number): number | null {
  let m = m0;
  for (let step = 0; step <= most; step++) {
    if (m >= eta) return step;
    const next = overlapAfter(m, gamma, growth);
    if (!(next > m)) return null;
    m = next;
  }
  return null;
}
