// The lab as a person at it finds things: by role and by words.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright/test';
import type { PlateauSimulation } from '../components/simulation/plateau-simulation.ts';
import type { Result } from '../src/run/result.ts';
import { expect } from './test.ts';

/** The reader's own experiment: settings, run, figures and files. */
export interface Bench {
  readonly controls: Locator;
  readonly run: Locator;
  field(label: string): Locator;
  /** Types over a field and leaves it. */
  set(label: string, value: string): Promise<void>;
  press(name: string): Promise<void>;
  /** Waits for the run to have made all its steps. */
  done(): Promise<void>;
  /** What the button of that name saves, and under which name. */
  save(kind: 'CSV' | 'JSON' | 'SVG' | 'PNG', of?: 'numbers' | 'overlaps' | 'risk' | 'kernels'): Promise<{ name: string; content: Buffer }>;
  /** The result document, without the one number that differs from run to run. */
  result(): Promise<Omit<Result, 'elapsedSeconds'>>;
}

/** Opens the lab, with what a link's hash says; resolves when it knows what it computes on. */
export async function openLab(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`);
  await expect(page.getByRole('heading', { name: 'Your own experiment' })).toBeAttached();
}

/** The side of the opening comparison with this loss. */
export const side = (page: Page, loss: 'Correlation' | 'Square'): Locator =>
  page.locator('plateau-opening plateau-simulation').filter({ has: page.getByRole('heading', { name: `${loss} loss` }) });

/** Both sides of the comparison have made all their steps; on a phone the second begins when it is scrolled to. */
export async function openingDone(page: Page): Promise<void> {
  for (const loss of ['Correlation', 'Square'] as const) {
    await side(page, loss).scrollIntoViewIfNeeded();
    await expect.poll(() => side(page, loss).evaluate((node) => (node as PlateauSimulation).run.view.state), { timeout: 30_000 }).toBe('done');
  }
}

/** The seeds behind the comparison: how many are done. */
export const seedsBehind = (page: Page): Locator => page.getByRole('group', { name: 'Seeds behind the runs' });

/** Starts no further seed behind the comparison, where a test wants the machine to itself. */
export async function quiet(page: Page): Promise<void> {
  await openingDone(page);
  const pause = seedsBehind(page).getByRole('button', { name: 'Pause' });
  await expect(pause.or(seedsBehind(page).getByText('100 seeds of each loss', { exact: true }))).toBeVisible();
  if (await pause.isVisible()) await pause.click();
}

/** The curves of a figure, as they are drawn. */
export const curves = (figure: Locator): Promise<string[]> =>
  figure.locator('.plot svg path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? ''));

export function bench(page: Page): Bench {
  const controls = page.locator('plateau-controls');
  const run = page.locator('plateau-simulation.own');
  const field = (label: string) => controls.getByLabel(label, { exact: true });

  async function save(kind: string, of = 'numbers') {
    const group = page.getByRole('group', { name: of === 'numbers' ? 'Export the numbers' : `Export the figure of ${of}` });
    if (!(await group.isVisible())) await page.getByText('Export', { exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), group.getByRole('button', { name: kind, exact: true }).click()]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }

  return {
    controls,
    run,
    field,
    async set(label, value) {
      await field(label).fill(value);
      await field(label).press('Tab');
    },
    press: (name) => run.getByRole('button', { name, exact: true }).click(),
    done: () => expect(run.getByText(/^\s*Done, step/)).toBeVisible({ timeout: 45_000 }),
    save,
    async result() {
      const { elapsedSeconds: _, ...rest } = JSON.parse((await save('JSON')).content.toString()) as Result;
      return rest;
    },
  };
}
