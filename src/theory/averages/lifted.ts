// Profiles of functions that come near 0 by cancellation.

import { marginalOf, type Profile, profileOf } from '../marginal.ts';

/** f + lift, as averages over pairs take it. */
export interface Lifted {
  readonly profile: Profile;
  readonly lift: number;
}

/**
 * 1 − tanh² is rounding far out, and so not resolved by any panels, relative to itself; relative to 1 it is. It is
 * lifted by what it reaches near 0 alone, so that growth beyond all bounds still shows: null then.
 */
export function lifted(f: (x: number) => number, powers: readonly number[] | null): Lifted | null {
  const profile = profileOf(f, powers);
  if (marginalOf(profile, 1)) return { profile, lift: 0 };
  let lift = 1;
  for (let x = -4; x <= 4; x += 0.13) lift = Math.max(lift, Math.abs(f(x)));
  const raised = profileOf((x) => f(x) + lift);
  return marginalOf(raised, 1) && { profile: raised, lift };
}
