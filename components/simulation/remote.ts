// The document that `src` names.

/** Text of one address at a time: another, or none, takes the place of what is still on its way. */
export class Remote {
  /** Null until it is there. */
  text: string | null = null;
  /** A sentence; null when all is well. */
  error: string | null = null;
  waiting = false;
  private asked = new AbortController();

  constructor(private readonly told: () => void) {}

  load(src: string | null): void {
    this.asked.abort();
    [this.text, this.error, this.waiting] = [null, null, src !== null];
    if (src === null) return;
    const { signal } = (this.asked = new AbortController());
    const arrive = (text: string | null, error: string | null): void => {
      if (signal.aborted) return;
      [this.text, this.error, this.waiting] = [text, error, false];
      this.told();
    };
    textOf(src, signal).then((text) => arrive(text, null), (error: unknown) =>
      arrive(null, `src: found "${src}", which cannot be had (${error instanceof Error ? error.message : String(error)}); allowed: the address of an experiment’s JSON`));
  }
}

async function textOf(src: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(src, { signal });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return response.text();
}
