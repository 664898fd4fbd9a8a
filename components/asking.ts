// A question an element puts to the analysis worker: once it is looked at, when its settings have come to rest, and the
// latest one only.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Milliseconds of rest before a question is asked. */
const rest = 150;

export class Asking<Question, T> implements ReactiveController {
  /** The last answer; kept, though `busy`, while the next is awaited. */
  value: T | null = null;
  /** Why there is none, a sentence. */
  error: string | null = null;
  busy = false;

  private question: Question | null = null;
  private asked = false;
  private inView = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: AbortController | null = null;
  private seen: IntersectionObserver | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly answer: (question: Question, signal: AbortSignal) => Promise<T>,
    /** Told of each answer or error, after the element shows it. */
    private readonly told: (asking: Asking<Question, T>) => void = () => undefined,
  ) {
    host.addController(this);
  }

  /** Another question; null for none. What was asked before is dropped. */
  ask(question: Question | null): void {
    this.drop();
    this.question = question;
    this.asked = false;
    this.busy = question !== null;
    if (question === null) [this.value, this.error] = [null, null];
    else if (this.inView) this.timer = setTimeout(() => void this.put(question), rest);
  }

  hostConnected(): void {
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen?.disconnect();
      this.inView = true;
      if (this.question !== null && !this.asked) void this.put(this.question);
    }, { rootMargin: '300px' });
    this.seen.observe(this.host);
  }

  hostDisconnected(): void {
    this.seen?.disconnect();
    this.inView = false;
    this.drop();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.waiting?.abort(new DOMException('another question came', 'AbortError'));
    this.waiting = null;
    if (this.busy) this.asked = false;
  }

  private async put(question: Question): Promise<void> {
    clearTimeout(this.timer);
    const waiting = (this.waiting = new AbortController());
    this.asked = true;
    try {
      const value = await this.answer(question, waiting.signal);
      if (waiting !== this.waiting) return;
      [this.value, this.error] = [value, null];
    } catch (error) {
      if (waiting !== this.waiting) return;
      [this.value, this.error] = [null, error instanceof Error ? error.message : String(error)];
    }
    this.busy = false;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.told(this);
  }
}
