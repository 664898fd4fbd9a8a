import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as turns from './turns.ts';

/** A page whose drawings take as long as they say: a frame calls what waits for it, then lays out and paints. */
class Page {
  now = 0;
  frames = 0;
  private waiting = new Map<number, (at: number) => void>();
  private tasks: (() => void)[] = [];
  private id = 0;

  readonly globals = {
    requestAnimationFrame: (callback: (at: number) => void) => (this.waiting.set(++this.id, callback), this.id),
    cancelAnimationFrame: (id: number) => this.waiting.delete(id),
    setTimeout: (task: () => void) => this.tasks.push(task),
    performance: { now: () => this.now },
  };

  /** Sixty a second, or fewer where one takes longer. `paint`: milliseconds, in a frame that drew something. */
  frame(paint = 0): void {
    this.frames++;
    const at = (this.now = Math.ceil((this.now + 0.01) / 16) * 16);
    const due = [...this.waiting];
    this.waiting = new Map();
    for (const [, callback] of due) callback(at);
    if (this.now > at) this.now += paint;
    for (const task of this.tasks.splice(0)) task();
  }

  takes(milliseconds: number): void {
    this.now += milliseconds;
  }
}

let page: Page;
let inTurn: typeof turns.inTurn;
beforeEach(async () => {
  page = new Page();
  for (const [name, value] of Object.entries(page.globals)) vi.stubGlobal(name, value);
  vi.resetModules();
  ({ inTurn } = await import('./turns.ts'));
});
afterEach(() => vi.unstubAllGlobals());

it('draws one that is cheap in every frame', () => {
  let drawn = 0;
  const draw = (): void => {
    drawn++;
    page.takes(1);
    inTurn(draw);
  };
  inTurn(draw);
  for (let i = 0; i < 30; i++) page.frame(1);
  expect(drawn).toBe(30);
});

it('draws eight in order, none twice before all others, and no more in a frame than it has time for', () => {
  const drawn: number[] = [];
  const perFrame = new Map<number, number>();
  for (let figure = 0; figure < 8; figure++) {
    const draw = (): void => {
      drawn.push(figure);
      perFrame.set(page.frames, (perFrame.get(page.frames) ?? 0) + 1);
      page.takes(1.5);
      inTurn(draw);
    };
    inTurn(draw);
  }
  for (let i = 0; i < 60; i++) page.frame(6);
  expect(drawn.length).toBeGreaterThan(16);
  expect(drawn).toEqual(drawn.map((_, i) => i % 8));
  expect(Math.max(...perFrame.values())).toBe(2);
});

it('rests for as long as a frame took, whatever took it', () => {
  const at: number[] = [];
  const draw = (): void => {
    at.push(page.now);
    page.takes(10);
    inTurn(draw);
  };
  inTurn(draw);
  for (let i = 0; i < 60; i++) page.frame(90);
  expect(at.length).toBeGreaterThan(5);
  for (const [i, time] of at.slice(1).entries()) expect(time - at[i]).toBeGreaterThanOrEqual(200);
});

it('draws nothing for who left', () => {
  const draw = vi.fn();
  const busy = (): void => page.takes(20);
  inTurn(busy);
  const leave = inTurn(draw);
  page.frame();
  leave();
  for (let i = 0; i < 10; i++) page.frame();
  expect(draw).not.toHaveBeenCalled();
});
