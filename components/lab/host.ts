// What the page finds out of the machine before it opens.

import { describeHost, type HostDescription } from '../../src/run/simulation.ts';

/** Milliseconds after which the page opens without knowing its adapter. */
const patience = 5000;

/** What computes here; "nothing" when that cannot be found out, since the page should open all the same. */
export async function answer(): Promise<HostDescription> {
  const nothing: HostDescription = { webgpu: false, fallbackAdapter: false, adapter: null, bufferBytes: 0 };
  try {
    return await Promise.race([describeHost(), new Promise<typeof nothing>((resolve) => setTimeout(() => resolve(nothing), patience))]);
  } catch {
    return nothing;
  }
}
