// What the seeds of one loss did, in a sentence or two.

import type { Bands } from '../../src/run/ensemble-page.ts';
import { formatCount, formatValue } from '../chart/words.ts';

/** Overlaps below this know nothing of the direction any more. */
const lost = 0.2;

const share = (count: number, of: number): string => (count === of ? 'all' : count === 0 ? 'none' : formatCount(count));

/** "Of 37 seeds all left the plateau, half of them by step 6. At step 50 the median of max M is 0.961, and none is below 0.2." */
export function seedsWords({ steps, done, maxOverlap, finalOverlap, recovery }: Bands): string {
  if (done < 2) return 'The first seeds are running.';
  const last = steps.length - 1;
  const left = `Of ${formatCount(done)} seeds ${share(Math.round(recovery.fraction * done), done)} left the plateau`;
  const half = recovery.median === null ? '' : `, half of them by step ${formatCount(Math.ceil(recovery.median))}`;
  const below = finalOverlap.filter((overlap) => overlap < lost).length;
  const fallen = below === 0 ? 'none is' : below === done ? 'all are' : `${formatCount(below)} of ${formatCount(done)} ${below === 1 ? 'is' : 'are'}`;
  return `${left}${half}. At step ${formatCount(steps[last])} the median of max M is ${formatValue(maxOverlap.q50[last])}, and ${fallen} below ${lost}.`;
}
