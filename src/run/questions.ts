// Questions to a worker that answers one at a time and cannot be interrupted: those nobody waits for any longer are never
// sent, and one that is being worked on when its asker leaves ends with its worker.

/** The part of `Worker` that is used, so that tests can stand in for it. */
export interface Answerer {
  postMessage(question: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** The error is a sentence for a person. */
export type Answer = { readonly value: unknown } | { readonly error: string };

interface Asked {
  readonly question: unknown;
  readonly signal: AbortSignal | undefined;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** `ask(question, signal)`: the answer, in order of asking; rejects with an `Error`, or with the signal's reason. */
export function questionsTo(hire: () => Answerer): (question: unknown, signal?: AbortSignal) => Promise<unknown> {
  let answerer: Answerer | null = null;
  let current: Asked | null = null;
  let queue: Asked[] = [];

  function next(): void {
    if (current) return;
    current = queue.shift() ?? null;
    if (!current) return;
    answerer ??= hire();
    answerer.onmessage = ({ data }) => settle((asked) => ('error' in data ? asked.reject(new Error(data.error)) : asked.resolve(data.value)));
    answerer.onerror = (event) => {
      dismiss();
      settle((asked) => asked.reject(new Error(`The worker that answers stopped: ${event.message || 'it could not be loaded'}`)));
    };
    answerer.postMessage(current.question);
  }

  function settle(how: (asked: Asked) => void): void {
    const asked = current;
    current = null;
    if (asked) how(asked);
    next();
  }

  function dismiss(): void {
    answerer?.terminate();
    answerer = null;
  }

  function leave(asked: Asked): void {
    asked.reject(asked.signal?.reason);
    queue = queue.filter((other) => other !== asked);
    if (asked !== current) return;
    // Nothing else ends a computation that has begun.
    dismiss();
    settle(() => undefined);
  }

  return (question, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => leave(asked);
      const done = (then: (value: unknown) => void) => (value: unknown) => {
        signal?.removeEventListener('abort', onAbort);
        then(value);
      };
      const asked: Asked = { question, signal, resolve: done(resolve), reject: done(reject) };
      signal?.addEventListener('abort', onAbort);
      queue.push(asked);
      next();
    });
}
