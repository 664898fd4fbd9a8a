// What reuse finds against the dimension: the study on a page, small, and where the lab keeps it.

import type { Page } from 'playwright/test';
import type { PlateauScaling, ScalingEventDetail } from '../components/scaling/plateau-scaling.ts';
import { parseExperiment } from '../src/experiment/experiment.ts';
import { violations, violationsInBoth } from './axe.ts';
import { documentIn, saved } from './elements.ts';
import { openLab } from './lab.ts';
import { expect, test } from './test.ts';

const scaling = (page: Page) => page.locator('plateau-scaling');

/** A page of an author's with one study. */
async function openPage(page: Page, attributes: string): Promise<void> {
  await page.goto('./');
  await page.evaluate((text) => {
    const said: unknown[] = [];
    Object.assign(window, { said });
    addEventListener('plateau-scaling', (event) => {
      said.push((event as CustomEvent<ScalingEventDetail>).detail.studies.map(({ points }) => points.map(({ dimension }) => dimension)));
    });
    document.body.innerHTML = `<main><h1>A page</h1><h2>Reuse</h2><plateau-scaling ${text}></plateau-scaling></main>`;
  }, attributes);
}

const said = (page: Page) => page.evaluate(() => (window as unknown as { said: unknown[] }).said);

test.describe('scaling', { tag: '@only-with-webgpu' }, () => {
  test('predictions stand there before, measurements once the button is pressed', async ({ page }) => {
    await openPage(page, 'dimensions="100, 400, 1600" seeds="8"');
    const rows = scaling(page).getByRole('row');
    await expect(rows).toHaveCount(7);
    await expect(rows.nth(1)).toContainText('information exponent 2, generative exponent 1');
    await expect(rows.nth(3)).toContainText('overlap with z2, which only one batch finds');
    await expect(rows.nth(5)).toContainText('overlap with z1, z2, which neither protocol finds');
    await expect(scaling(page).getByRole('img')).toHaveAccessibleName(/nothing is computed yet/);
    await scaling(page).getByRole('button', { name: 'Run the study' }).click();
    await expect(scaling(page).getByRole('status')).toContainText(/D = \d/);
    await expect(scaling(page).getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 45_000 });
    expect(await said(page)).toEqual([[[100, 400, 1600], [100, 400, 1600], [100, 400, 1600]]]);
    for (const i of [1, 2, 3, 4, 5, 6]) await expect(rows.nth(i)).toContainText(/(0\.\d{3} ± 0\.\d{3}\s*){3}−?0\.\d\d ± 0\.\d\d/);
    await expect(scaling(page).getByRole('img')).toHaveAccessibleName(/overlap 0\.\d{3} with one batch and 0\.\d{3} with fresh batches at D = 1,600/);
    expect(await violations(page)).toEqual([]);
    // As files: each has the study, which an element repeats, and the JSON is that of the command line.
    await scaling(page).getByRole('button', { name: /^save: Overlap/, expanded: false }).click();
    expect(await violations(page)).toEqual([]);
    const svg = (await saved(page, /^Save/, 'SVG')).toString();
    const { study } = documentIn(svg) as { study: { dimensions: number[]; seeds: number[]; experiments: object[] } };
    expect([study.dimensions, study.seeds, study.experiments.map((each) => parseExperiment(each).engine)]).toEqual([[100, 400, 1600], [1, 8], Array(3).fill('matrix-free')]);
    for (const words of ['>overlap<', '>dimension D<', '>fresh batches<', '>predicted: slope −½<', 'by the engine matrix-free', 'overlap with z2,']) expect(svg).toContain(words);
    const lines = (await saved(page, /^Save/, 'CSV')).toString().trimEnd().split('\n');
    expect([lines[1], lines.length]).toEqual(['# engine: matrix-free', 3 + 3 * 2 * 3]);
    const { studies } = JSON.parse((await saved(page, /^Save/, 'JSON')).toString()) as { studies: { trends: { reuse: { focus: { slope: { value: number } } } } }[] };
    expect(studies.map(({ trends }) => Number.isFinite(trends.reuse.focus.slope.value))).toEqual([true, true, true]);
    // More dimensions keep the points that are there.
    await scaling(page).evaluate((node) => node.setAttribute('dimensions', '100, 200, 400'));
    await scaling(page).getByRole('button', { name: 'Run the study' }).click();
    await expect(scaling(page).getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 30_000 });
    expect((await said(page)).at(-1)).toEqual([[100, 200, 400], [100, 200, 400], [100, 200, 400]]);
  });

  test('a saved study, given to an element, is that study once more', async ({ page }) => {
    await openPage(page, 'targets="He3(z1)" dimensions="100, 200" seeds="4"');
    await expect(scaling(page).getByRole('row')).toHaveCount(3);
    const { experiments } = await scaling(page).evaluate((node) => (node as PlateauScaling).data()!.document as { experiments: object[] });
    const study = { dimensions: [64, 128], seeds: [5, 8], experiments };
    await scaling(page).evaluate((node, saved) => void Object.assign(node, saved), study);
    await scaling(page).getByRole('button', { name: 'Run the study' }).click();
    await expect(scaling(page).getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 30_000 });
    expect((await said(page)).at(-1)).toEqual([[64, 128]]);
    expect(await scaling(page).evaluate((node) => (node as PlateauScaling).data()!.document)).toEqual(study);
    await expect(scaling(page)).toContainText('over seeds 5 to 8');
  });

  test('targets of one’s own, stopped half-way, and sentences for what cannot be studied', async ({ page }) => {
    await openPage(page, 'targets="He3(z1); log(z1)" dimensions="100, 200000" seeds="200"');
    await expect(scaling(page).getByRole('row')).toHaveCount(3);
    await expect(scaling(page).getByRole('alert')).toContainText('target.link: found "log(z1)"');
    await scaling(page).getByRole('button', { name: 'Run the study' }).click();
    await expect(scaling(page).getByRole('status')).toContainText('D = 200,000', { timeout: 30_000 });
    await scaling(page).getByRole('button', { name: 'Stop' }).click();
    await expect(scaling(page).getByRole('status')).toHaveText('');
    await expect(scaling(page).getByRole('row').nth(1)).toContainText(/0\.\d{3} ± 0\.\d{3}\s*–/);
    expect(await said(page)).toEqual([]);
    await scaling(page).evaluate((node) => node.setAttribute('dimensions', 'many'));
    await expect(scaling(page).getByRole('alert')).toContainText('dimensions: found many; allowed: whole numbers above 1');
  });

  test('in the lab, below the bench: nothing that axe finds serious, light or dark, and it fits a telephone', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 740 });
    await openLab(page);
    await expect(scaling(page).getByRole('heading', { name: 'Overlap after a few steps, against D' })).toBeAttached({ timeout: 30_000 });
    await scaling(page).scrollIntoViewIfNeeded();
    await expect(scaling(page).getByRole('row')).toHaveCount(7);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violationsInBoth(page, 'plateau-lab')).toEqual([]);
  });
});
