// The learning time scales on the page (arXiv 2303.00055): ε is dragged, and plateaus part where theory has them. Nothing here
// needs a GPU, so it runs in the browser that has none, whose opening comparison is done sooner.

import type { Locator, Page } from 'playwright/test';
import type { PlateauFlowRisk } from '../components/timescales/plateau-flow-risk.ts';
import { parseExperiment } from '../src/experiment/experiment.ts';
import { violationsInBoth } from './axe.ts';
import { coloursOf, compareAlone, documentIn, openElements, saved } from './elements.ts';
import { openLab, openingDone } from './lab.ts';
import { expect, test } from './test.ts';

const scales = (page: Page): Locator => page.locator('plateau-timescales');
const risk = (page: Page): Locator => page.locator('plateau-flow-risk');

/** Opens the lab, with its section of the time scales drawn. */
async function openScales(page: Page, hash = ''): Promise<void> {
  await openLab(page, hash);
  await openingDone(page);
  await page.getByRole('heading', { name: 'Learning time scales', exact: true }).scrollIntoViewIfNeeded();
  await expect(risk(page).locator('.plot svg path').first()).toBeVisible({ timeout: 30_000 });
}

/** ε of the flow that is drawn, and where t₀ and t₁ are marked. */
const marks = (page: Page): Promise<{ epsilon: number; t0: number; t1: number }> =>
  risk(page).evaluate((node) => {
    const { flow, shadowRoot } = node as PlateauFlowRisk;
    const texts = [...shadowRoot!.querySelectorAll('.plot text')];
    const at = (name: string): number => Number(texts.find((text) => text.textContent === name)?.getAttribute('x'));
    return { epsilon: flow!.epsilon, t0: at('t₀'), t1: at('t₁') };
  });

test.describe('the learning time scales', { tag: '@only-without-webgpu' }, () => {
  test('load when a reader comes near, and draw the canonical order with its badge, bars, function, neurons and slopes', async ({ page }) => {
    await openLab(page);
    expect(await page.evaluate(() => customElements.get('plateau-timescales'))).toBeUndefined();
    await openScales(page);
    for (const name of ['Risk, plateau by plateau', 'Who is learned now', 'Learned function', 'Neurons', 'Time scales against ε'])
      await expect(scales(page).getByRole('heading', { name, exact: true })).toBeVisible();
    await expect(risk(page).locator('.plot text', { hasText: /^t[₀₁₂₃]$/ })).toHaveText(['t₀', 't₁', 't₂', 't₃']);
    await expect(risk(page).locator('figcaption')).toContainText('theory, gradient flow at d = ∞, m = 20, ε = 10⁻¹²');
    await expect(scales(page).locator('.badge')).toContainText('A staircase');
    // Eight other ε: four degrees each, and this one's four with a ring.
    await expect.poll(() => scales(page).locator('plateau-slopes').evaluate((node) => (node as unknown as { others: unknown[] }).others.length), { timeout: 30_000 }).toBe(8);
    await scales(page).getByLabel('several ε overlaid').check();
    await expect(risk(page).getByRole('list', { name: 'Legend' })).toContainText('the same from ε = 0.1 to 10⁻¹²');
  });

  test('are drawn anew as ε is dragged, and what is predicted moves with it', async ({ page }) => {
    await openScales(page);
    const before = await marks(page);
    // The slider as a hand moves it: thirty positions, one a frame or so.
    const drawn = await scales(page).evaluate(async (node) => {
      const slider = node.shadowRoot!.querySelector<HTMLInputElement>('#epsilon')!;
      const figure = node.shadowRoot!.querySelector('plateau-flow-risk') as PlateauFlowRisk;
      const seen = new Set<number>();
      const look = (): void => void (figure.flow && seen.add(figure.flow.epsilon));
      for (let i = 0; i < 30; i++) {
        slider.value = String(-6 + i * 0.1);
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 60));
        look();
      }
      for (let i = 0; i < 200 && Math.abs(Math.log10(figure.flow!.epsilon) + 3.1) > 1e-3; i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        look();
      }
      return seen.size;
    });
    // The first ε is one; at the least some on the way, and the last.
    expect(drawn).toBeGreaterThan(3);
    const after = await marks(page);
    expect(Math.log10(after.epsilon)).toBeCloseTo(-3.1, 2);
    // t_0 ~ ε and t_1 ~ √ε log(1/ε): on an axis that begins two decades before ε, degree 0 comes closer to degree 1.
    expect(after.t1 - after.t0).toBeLessThan(before.t1 - before.t0);
    await expect(scales(page).getByText('ε = 7.94·10⁻⁴', { exact: true })).toBeVisible();
    await expect(scales(page).locator('.badge')).toContainText('Plateaus overlap');
    await expect.poll(() => page.evaluate(() => decodeURIComponent(location.hash))).toContain('theory.epsilon=0.000794');
    await page.reload();
    await openScales(page, await page.evaluate(() => location.hash));
    expect((await marks(page)).epsilon).toBeCloseTo(7.94e-4, 9);
  });

  test('are read by keyboard: one cursor in every panel, and the numbers as a table', async ({ page }) => {
    await openScales(page);
    const cursor = risk(page).getByRole('slider');
    await cursor.focus();
    await page.keyboard.press('Home');
    await expect(cursor).toHaveAttribute('aria-valuenow', '0');
    const bars = scales(page).locator('plateau-residuals');
    await expect(bars).toContainText('Nothing is learned yet.');
    await page.keyboard.press('End');
    await expect(bars).toContainText('Every degree of the target is learned.');
    await expect(cursor).toHaveAttribute('aria-valuetext', /^t = 1\. risk /);
    await bars.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(cursor).toHaveAttribute('aria-valuenow', '239');
    await risk(page).getByRole('button', { name: 'table' }).click();
    await expect(risk(page).getByRole('columnheader')).toHaveText(['t', 'risk', 'res₀', 'res₁', 'res₂', 'res₃']);
  });

  test('say why what is drawn is no staircase: a sign that traps, a degree zeroed by hand, a setting that makes no sense', async ({ page }) => {
    await openScales(page);
    const badge = scales(page).locator('.badge');
    await scales(page).getByLabel('Preset').selectOption('timescales-trap');
    await expect(badge).toContainText('Trapped. The flow stands at risk 0.8');
    await scales(page).getByLabel('Preset').selectOption('timescales-canonical');
    await expect(badge).toContainText('A staircase');
    await scales(page).getByRole('button', { name: 'set σ₂ to 0' }).click();
    await expect(badge).toContainText('Not the canonical order. The activation has no degree 2: the risk stays above 0.32.');
    await expect(risk(page).locator('.plot')).toContainText('degrees 0, 1 and 3 learned');
    await scales(page).getByLabel('Neurons m').fill('0');
    await scales(page).getByLabel('Neurons m').press('Tab');
    await expect(scales(page).getByRole('alert').first()).toContainText('student.width: found 0');
  });

  test('lay descent over the flow, and refuse what would take too long', async ({ page }) => {
    test.setTimeout(120_000);
    await openScales(page);
    await scales(page).getByLabel('descent over the flow').check();
    await expect(scales(page)).toContainText(/At ε = .* steps of η = .*a page makes 100,000 at most/);
    await scales(page).getByLabel('Preset').selectOption('timescales-sgd');
    await expect(scales(page)).toContainText('8 seeds done.', { timeout: 90_000 });
    await expect(risk(page).locator('figcaption')).toContainText('descent of both layers, engine reduced, from the flow’s start, d = 100');
    await expect(risk(page).locator('.plot')).toContainText('n/d: samples of the descent');
    // Measured elsewhere: max |mean R − R_flow| = 18 … 22 ηd/B (theory/timescales.md, section 6). Twice that leaves room for eight seeds.
    const far = await risk(page).evaluate((node) => {
      const { flow, descent } = node as PlateauFlowRisk;
      const at = (t: number): number => {
        const i = flow!.times.findIndex((time) => time >= t);
        const share = i < 2 ? 1 : Math.log(t / flow!.times[i - 1]) / Math.log(flow!.times[i] / flow!.times[i - 1]);
        return i < 1 ? flow!.risk[0] : flow!.risk[i - 1] + share * (flow!.risk[i] - flow!.risk[i - 1]);
      };
      return Math.max(...descent!.times.map((t, i) => Math.abs(descent!.mean[i] - at(Math.min(t, flow!.times.at(-1)!)))));
    });
    expect(far).toBeLessThan(2 * 20 * 7.8e-4);
  });

  for (const scheme of ['light', 'dark'] as const)
    test(`leave the page as files that look the same and repeat the flow, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 1000, height: 1200 });
      await openElements(page, '<plateau-timescales epsilon="0.001"></plateau-timescales>', { style: `html { ${coloursOf(scheme)} } plateau-timescales { inline-size: 688px }` });
      await expect.poll(() => scales(page).locator('plateau-slopes').evaluate((node) => (node as unknown as { others: unknown[] }).others.length), { timeout: 30_000 }).toBe(8);
      // What the page cuts off with an inner picture, the file does too.
      for (const [tag, words] of [['plateau-flow-risk', '>predicted plateau<'], ['plateau-neuron-cloud', '>the way they came<']] as const) {
        const panel = scales(page).locator(tag);
        await panel.getByRole('button', { name: /^save: /, expanded: false }).click();
        await panel.getByRole('combobox', { name: 'on', exact: true }).selectOption(scheme);
        if (tag === 'plateau-neuron-cloud') await panel.getByLabel('axes').selectOption('2');
        const svg = (await saved(page, /^Save/, 'SVG', panel)).toString();
        expect(parseExperiment(documentIn(svg))).toMatchObject({ engine: 'theory', theory: { form: 'mean-field-flow', epsilon: 0.001 } });
        expect(svg).toContain(words);
        expect(svg).toMatch(/By theory, gradient flow at d =\s*∞/);
        expect(await compareAlone(page, panel.locator('.plot > svg'), svg), tag).toBeLessThan(0.001);
      }
      const slopes = scales(page).locator('plateau-slopes');
      await slopes.getByRole('button', { name: /^save: /, expanded: false }).click();
      const rows = (await saved(page, /^Save/, 'CSV', slopes)).toString().trimEnd().split('\n');
      // Four degrees at eight ε, this one among them, below the experiment, the engine and the columns.
      expect(rows.slice(1, 3)).toEqual(['# engine: theory', 'degree,epsilon,half_time,half_time_predicted,local_exponent,local_exponent_predicted,exponent_predicted']);
      expect(rows).toHaveLength(3 + 4 * 8);
    });

  test('have nothing that axe finds serious, light or dark, and fit a telephone', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 360, height: 740 });
    await openScales(page);
    await scales(page).getByText('Functions, network, descent').click();
    await scales(page).getByLabel('several ε overlaid').check();
    await risk(page).getByRole('button', { name: 'table' }).click();
    await risk(page).getByRole('button', { name: /^save: /, expanded: false }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violationsInBoth(page)).toEqual([]);
  });
});
