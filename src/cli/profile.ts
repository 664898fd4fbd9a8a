// `plateau run --profile`: where the GPU's time went, kernel by kernel, from timestamps around each pass.

import type { EngineHost } from '../engines/open.ts';
import { createProfiler, type Profiler, type Span } from '../gpu/profiler.ts';

/** Null, with the reason, where nothing can be timed. */
export async function openProfiler(engine: string, host: EngineHost): Promise<{ profiler: Profiler | null; reason: string | null }> {
  if (engine !== 'dense') return { profiler: null, reason: `engine ${engine} has no kernels` };
  const profiler = createProfiler(await host.gpu());
  return { profiler, reason: profiler ? null : 'this adapter has no timestamp-query' };
}

/** A line a kernel, the dearest first: passes, milliseconds in all, milliseconds a pass, share. */
export function profileTable(spans: readonly Span[]): string {
  const kernels = new Map<string, { passes: number; nanoseconds: number }>();
  for (const { label, start, end } of spans) {
    const kernel = kernels.get(label) ?? { passes: 0, nanoseconds: 0 };
    kernels.set(label, { passes: kernel.passes + 1, nanoseconds: kernel.nanoseconds + end - start });
  }
  const all = [...kernels.values()].reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
  const lines = [...kernels]
    .sort(([, a], [, b]) => b.nanoseconds - a.nanoseconds)
    .map(([label, { passes, nanoseconds }]) => {
      const milliseconds = nanoseconds / 1e6;
      const share = all > 0 ? (100 * nanoseconds) / all : 0;
      return [label.padEnd(24), String(passes).padStart(8), milliseconds.toFixed(2).padStart(12), (milliseconds / passes).toFixed(3).padStart(12), share.toFixed(1).padStart(8)].join('');
    });
  return ['kernel                    passes       ms all   ms a pass       %', ...lines].join('\n');
}
