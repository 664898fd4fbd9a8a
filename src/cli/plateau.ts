import { main } from './main.ts';
import { nodeTerminal } from './terminal.ts';

const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Once asks, twice insists.
    if (cancel.signal.aborted) process.exit(1);
    cancel.abort();
  });
// Whoever read the output has seen enough: `plateau presets | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// The GPU keeps the process alive as long as its entry object lives.
process.exit(await main(process.argv.slice(2), nodeTerminal(cancel.signal)));
