// Spans as tracks of the Performance panel in Chrome's devtools, by its extension to performance.measure
// (developer.chrome.com/docs/devtools/performance/extension).

import { addReport, emptyProfile, profileRows, type ClockReport, type Span } from './totals.ts';

/** Shades of a track's entries that the panel knows; a kernel keeps its own. */
const COLOURS = ['primary', 'secondary', 'tertiary', 'primary-light', 'secondary-light', 'tertiary-light', 'primary-dark', 'secondary-dark', 'tertiary-dark'] as const;

/** Draws each span once, in the group "Plateau", on the tracks of this run; `colours` remembers which kernel has which. */
export function showInDevtools(spans: readonly Span[], clock: ClockReport | null, run: string, colours: Map<string, string>): void {
  for (const span of spans) {
    const { label, on, start, end } = span;
    // Laid against the processor's clock, a span could begin before the page did: no such entry can be made.
    if (start < 0) continue;
    let color = colours.get(label);
    if (!color) colours.set(label, (color = COLOURS[colours.size % COLOURS.length]));
    const detail = { devtools: { dataType: 'track-entry', track: `${run}, ${on === 'gpu' ? 'GPU' : 'CPU'}`, trackGroup: 'Plateau', color, properties: propertiesOf(span, clock), tooltipText: label } };
    performance.measure(label, { start, end, detail });
    // The panel has it; the page's own list of measures would only grow.
    performance.clearMeasures(label);
  }
}

function propertiesOf(span: Span, clock: ClockReport | null): [string, string][] {
  const { on, batch, steps, flops, bytes } = span;
  if (on === 'cpu') return steps > 0 ? [['steps', String(steps)]] : [];
  const [{ gigaflops, gigabytes }] = profileRows(addReport(emptyProfile, { track: 'run', origin: 0, spans: [span], clock, dropped: 0 }));
  const shown: [string, string][] = [['submission', String(batch)]];
  if (flops > 0) shown.push(['floating-point operations', flops.toPrecision(3)]);
  if (bytes > 0) shown.push(['bytes', bytes.toPrecision(3)]);
  if (gigaflops !== null) shown.push(['GFLOP/s', gigaflops.toPrecision(3)]);
  if (gigabytes !== null) shown.push(['GB/s', gigabytes.toPrecision(3)]);
  return shown;
}
