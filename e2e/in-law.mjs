// Whether an ensemble and a reference have one law, by the means of their overlaps.
// Each entry of M and Q at each step that both recorded has z = (mean − mean_ref) / √(s² + std_ref²/seeds_ref), with
// s = max(own sem, std_ref/√seeds): the own sem alone misses rare states. All |z| ≤ 4.5, about one false alarm in 100
// runs at a thousand comparisons. Where nothing varies there is no z: mean and spread are then within an absolute floor.

export const LARGEST_Z = 4.5;
/** What rounding leaves of an entry that the chain keeps exact, such as the norm of a projected row. */
export const FLOORS = { dense: 2e-5, reference: 1e-9, reduced: 1e-9 };
/** Spreads of the reference below this are its own rounding, in float64. */
const NOTHING_VARIES = 1e-9;

/**
 * @param {import('./in-law.d.mts').Measured} own an ensemble's result, with the steps of the reference among its own
 * @param {import('./in-law.d.mts').Law} law
 * @param {number} floor
 * @returns {import('./in-law.d.mts').Comparison}
 */
export function compareInLaw(own, law, floor) {
  const seeds = own.seeds[1] - own.seeds[0] + 1;
  const z = [];
  const still = [];
  for (const name of ['M', 'Q']) {
    law.steps.forEach((step, at) => {
      const row = own.steps.indexOf(step);
      if (row < 0) throw new Error(`step ${step} was not recorded`);
      law[name].mean[at].forEach((means, i) =>
        means.forEach((mean, j) => {
          const where = `${name}[${i}][${j}] at step ${step}`;
          const spread = law[name].std[at][i][j];
          const difference = own[name].mean[row][i][j] - mean;
          if (spread > NOTHING_VARIES) {
            const s = Math.max(own[name].sem[row][i][j], spread / Math.sqrt(seeds));
            z.push({ where, value: difference / Math.hypot(s, spread / Math.sqrt(law.seeds)) });
          } else still.push({ where, value: Math.max(Math.abs(difference), own[name].std[row][i][j]) });
        }),
      );
    });
  }
  const [worst, worstStill] = [largest(z), largest(still)];
  return {
    compared: z.length,
    worst,
    // About 1 where the laws are the same; entries of one run depend on each other, so not very close to it.
    rms: Math.sqrt(z.reduce((sum, { value }) => sum + value * value, 0) / z.length),
    still: still.length,
    worstStill,
    // So written that a NaN does not pass.
    same: z.every(({ value }) => Math.abs(value) <= LARGEST_Z) && still.every(({ value }) => value <= floor),
  };
}

function largest(entries) {
  // A NaN is larger than anything.
  return entries.reduce((a, b) => (Math.abs(b.value) <= Math.abs(a.value) ? a : b), { where: 'nowhere', value: 0 });
}
