// What theory says of a reader's experiment, beside it, and who computes it.

import type { Page } from 'playwright/test';
import type { AnalysisEventDetail } from '../components/target/plateau-target.ts';
import { violations, violationsInBoth } from './axe.ts';
import { bench, openLab, quiet } from './lab.ts';
import { expect, test } from './test.ts';

const target = (page: Page) => page.locator('plateau-lab plateau-target');
const prediction = (page: Page) => page.locator('plateau-lab plateau-prediction');

const experiment = [
  'target.link=z1+He3(z2)', 'target.directions=2', 'student.width=2', 'student.activation=He3(x)', 'data.dimension=256', 'initial.overlap=0.1',
  'training.loss=correlation', 'training.batch=4096', 'training.learningRate=0.1', 'training.steps=40',
].join('&');

/** Both elements are there and have answered for the settings as they are. */
async function answered(page: Page): Promise<void> {
  for (const element of [prediction(page), target(page)]) {
    await expect(element.getByRole('heading').first()).toBeAttached();
    await element.scrollIntoViewIfNeeded();
    await expect(element.locator('section').first()).toHaveAttribute('aria-busy', 'false');
  }
}

test.describe('theory beside the run', { tag: '@only-with-webgpu' }, () => {
  test('is loaded once there is a figure, and follows the settings', async ({ page }) => {
    await openLab(page, `#${experiment}`);
    await answered(page);
    await expect(target(page).getByRole('list').getByText('z₂ given z₁ (order 3)')).toBeVisible();
    await expect(target(page).getByRole('img')).toHaveAccessibleName('Of E h*², degree 1 holds 14.3 %, degree 3 holds 85.7 %.');
    await target(page).getByRole('button', { name: 'table' }).click();
    await expect(target(page).getByRole('region', { name: /Hermite spectrum/ }).getByRole('row')).toHaveText([/degree d/, /^0\s*0\s*0 %/, /^1/, /^2/, /^3\s*6\.000\s*85\.7 %/, /beyond/]);
    await expect(prediction(page)).toContainText('1, felt by the activation at order 3');
    await expect(prediction(page).getByRole('img')).toHaveAccessibleName(/^Phase diagram for exponent 3: the experiment is at μ = 1\.50, δ = 0\.42/);

    const { set } = bench(page);
    await set('Target h*', 'He3(z1)');
    await set('Learning rate γ', '50');
    await answered(page);
    await expect(target(page)).toContainText('One direction of 2 does not enter h*.');
    await expect(prediction(page).getByRole('listitem').filter({ hasText: 'training.learningRate: 50' })).toBeVisible();
    await expect(prediction(page)).toContainText('no: it does not learn');
  });

  test('measured stands beside predicted once seeds are run', async ({ page }) => {
    await openLab(page, `#${experiment.replace('z1+He3(z2)', 'He3(z1)').replace('target.directions=2', 'target.directions=1')}&view.seeds=100`);
    await answered(page);
    const row = prediction(page).getByRole('row', { name: /Steps until max/ });
    await expect(row.getByRole('cell').last()).toHaveText(/^\d[\d.]*, the median of 100 seeds$/, { timeout: 45_000 });
    await expect(row.getByRole('cell').first()).toHaveText(/^\d/);
    await expect(prediction(page)).toContainText(/Measured over predicted: \d/);
  });

  test('a target that cannot be analysed gets a sentence', async ({ page }) => {
    await openLab(page, `#${experiment.replace('target.directions=2', 'target.directions=5')}`);
    await expect(target(page).getByRole('heading').first()).toBeAttached();
    await target(page).scrollIntoViewIfNeeded();
    await expect(target(page).getByRole('alert')).toHaveText(/target\.directions: found 5; allowed for this analysis: 1 to 4/);
  });

  test('stands alone in an author’s page: attributes, events, the keyboard', async ({ page }) => {
    await page.goto('./');
    await page.evaluate(() => {
      const said: unknown[] = [];
      Object.assign(window, { said });
      addEventListener('plateau-analysis', (event) => {
        const { analysis, error } = (event as CustomEvent<AnalysisEventDetail>).detail;
        said.push(analysis ? analysis.informationExponent.value : error);
      });
      document.body.innerHTML = '<main><h1>A page</h1><h2>A target</h2><plateau-target link="He3(z1)"></plateau-target></main>';
    });
    const said = () => page.evaluate(() => (window as unknown as { said: unknown[] }).said);
    const element = page.locator('plateau-target');
    await expect(element).toContainText('The first overlap m grows only as m²');
    expect(await said()).toEqual([3]);
    expect(await violations(page)).toEqual([]);

    await element.getByRole('group', { name: 'The target as a formula' }).click();
    await page.keyboard.press('Tab');
    await expect(element.getByRole('button', { name: 'table' })).toBeFocused();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await expect(element.getByRole('button', { name: 'save' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(element.getByRole('region', { name: 'Data of: Hermite spectrum' })).toBeFocused();

    await element.evaluate((node) => node.setAttribute('link', 'He2(z1'));
    await expect(element.getByRole('alert')).toHaveText(/expected|parenthes|closed|end/i);
    await element.evaluate((node) => node.setAttribute('link', 'He4(z1)'));
    await expect(element).toContainText('The first overlap m grows only as m³');
    await expect(element.getByRole('alert')).toHaveText('');
    expect(await said()).toEqual([3, expect.any(String), 4]);

    // As many directions as the link names, and a preset by its id.
    await element.evaluate((node) => node.setAttribute('link', 'z1 + He3(z2)'));
    await expect(element).toContainText('Information exponent 1');
    await element.evaluate((node) => (node.outerHTML = '<plateau-prediction preset="he3-mu1.75"></plateau-prediction>'));
    await expect(page.locator('plateau-prediction').getByRole('img')).toBeVisible();
    await page.locator('plateau-prediction').evaluate((node) => node.setAttribute('preset', 'he5'));
    await expect(page.locator('plateau-prediction').getByRole('alert')).toHaveText(/^preset: found "he5"; allowed: he3-mu1\.75, /);
  });

  test('has nothing that axe finds serious, light or dark, and fits a telephone', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 740 });
    await openLab(page, `#${experiment}&engine=dense&training.reuse=2`.replace('training.batch=4096', 'training.batch=64'));
    await answered(page);
    await target(page).getByRole('button', { name: 'table' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violationsInBoth(page, 'plateau-lab')).toEqual([]);
  });

  test('who computes: the exact law here, the graphics adapter where it is asked for, and why others cannot', async ({ page }) => {
    await openLab(page, `#${experiment}`);
    await quiet(page);
    const { controls, field, set, press, done, result } = bench(page);
    await expect(field('Engine')).toHaveAccessibleDescription(/Now reduced\. This machine’s WebGPU is a software one/);
    await set('Dimension d', '10^12');
    await expect(field('Dimension d')).toHaveValue('1000000000000');
    await expect(field('Engine').locator('option:disabled')).toContainText([/^dense:/, /^reference:/]);
    await expect(field('Engine')).toHaveAccessibleDescription(/Now reduced\. The weights are 16000 GB, more than the graphics adapter holds/);
    await set('Steps T', '3');
    await press('Run');
    await done();
    expect(await result()).toMatchObject({ engine: 'reduced', experiment: { data: { dimension: 1e12 } } });
    expect(page.url()).not.toContain('engine=');

    await set('Dimension d', '64');
    await field('Engine').selectOption('dense');
    expect(page.url()).toContain('engine=dense');
    await press('Run');
    await done();
    expect(await result()).toMatchObject({ engine: 'dense', experiment: { engine: 'dense' } });
    await field('Engine').selectOption('');
    await controls.getByText('More of the training').click();
    await set('Steps on a batch', '2');
    await expect(field('Engine').locator('option:disabled').filter({ hasText: /^reduced:/ })).toHaveCount(1);
    await expect(field('Engine').locator('option:disabled').filter({ hasText: /^dense:/ })).toHaveCount(0);
    await controls.getByText(/^Cannot run this: reduced/).click();
    await expect(controls.getByText(/^reduced: training\.reuse is 2; allowed: 1 with the engine "reduced"/)).toBeVisible();
  });
});
