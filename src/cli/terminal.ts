// What the command line says and where: results to standard output, everything else to standard error.

export interface Terminal {
  /** Standard output; resolves once the text is taken, so that a slow reader slows the writer. */
  out(text: string): Promise<void>;
  /** A line on standard error. */
  say(line: string): void;
  /** A line on standard error that the next one replaces; nothing where standard error is no terminal. */
  status(line: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Wrong options or a wrong document: exit code 2. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** More is no experiment, and may have no end: /dev/zero, a pipe that was meant for something else. */
export const MOST_INPUT_BYTES = 64 << 20;

export function nodeTerminal(signal: AbortSignal): Terminal {
  const { stdout, stderr, stdin } = process;
  let status = '';
  const clear = () => {
    if (status !== '') stderr.write('\r\u001b[K');
    status = '';
  };
  return {
    signal,
    out(text) {
      clear();
      return new Promise((resolve, reject) => stdout.write(text, (error) => (error ? reject(error) : resolve())));
    },
    say(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    status(line) {
      if (!stderr.isTTY) return;
      clear();
      // A line longer than the window would wrap, and only its last row be replaced.
      status = line.slice(0, (stderr.columns ?? 80) - 1);
      stderr.write(status);
    },
    async input() {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of stdin as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MOST_INPUT_BYTES) throw new Refused(`standard input has more than ${MOST_INPUT_BYTES} bytes: that is no experiment`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
