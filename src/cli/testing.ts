// The command as a script would call it, for tests.

import { main } from './main.ts';

/** The exit code, and all that was written. `cancel`: at the first progress, which comes with the initial condition: in the middle of a run. */
export async function plateau(words: readonly string[], { input = '', cancel = false, signal = new AbortController().signal } = {}) {
  const cancelling = new AbortController();
  let [out, said] = ['', ''];
  const code = await main(words, {
    signal: AbortSignal.any([signal, cancelling.signal]),
    out: async (text) => void (out += text),
    say: (line) => void (said += `${line}\n`),
    status: () => void (cancel && cancelling.abort()),
    input: async () => input,
  });
  return { code, out, said };
}
