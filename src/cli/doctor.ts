// Says what GPU there is, what of it would be used, and what to try when there is none.

import { describeAdapter, NoWebGPU, openGpu, requestAdapter, requirements } from '../gpu/device.ts';
import { openNodeGpu } from './gpu.ts';
import { version } from './help.ts';
import type { Terminal } from './terminal.ts';

export async function doctor(terminal: Terminal): Promise<number> {
  const rows: [string, string][] = [['plateau', `${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`]];
  try {
    const { gpu, note } = await openNodeGpu();
    const adapter = await requestAdapter(gpu);
    const { name, fallback } = describeAdapter(adapter);
    const { features, limits } = requirements(adapter);
    rows.push(['adapter', name], ['kind', fallback ? 'software: right, but slower than --engine reference' : 'hardware']);
    if (note !== null) rows.push(['note', note]);
    rows.push(['features', features.join(', ') || 'none of those that would be used']);
    for (const [limit, value] of Object.entries(limits)) rows.push([limit, bytesOrCount(limit, value)]);
    const device = await openGpu(gpu);
    rows.push(['device', `opens${device.timestamps ? ', times passes' : ''}`]);
    device.destroy();
    await print(terminal, rows);
    return 0;
  } catch (error) {
    if (!(error instanceof NoWebGPU)) throw error;
    rows.push(['WebGPU', error.message]);
    await print(terminal, rows);
    return 1;
  }
}

function bytesOrCount(limit: string, value: number): string {
  return limit.endsWith('Size') && value >= 1 << 20 ? `${value} bytes (${(value / 2 ** 20).toFixed(0)} MiB)` : String(value);
}

function print(terminal: Terminal, rows: readonly [string, string][]): Promise<void> {
  const width = Math.max(...rows.map(([name]) => name.length));
  return terminal.out(rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join(''));
}
