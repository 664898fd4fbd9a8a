// A run that keeps its batch: the dashed line beside it is dynamical mean-field theory, and its kernels are heat maps.

import type { Locator, Page } from 'playwright/test';
import { parseExperiment } from '../src/experiment/experiment.ts';
import { toPermalink } from '../src/experiment/permalink.ts';
import { preset } from '../src/experiment/presets.ts';
import { violations } from './axe.ts';
import { bench, openLab, quiet } from './lab.ts';
import { expect, test } from './test.ts';

const { document: tanh } = preset('reuse-tanh')!;
const hashOf = (changes: object) => `#${toPermalink(parseExperiment({ ...tanh, ...changes }))}`;
const kernelsIn = (page: Page) => page.locator('plateau-kernels');
const cursor = (kernels: Locator, of: 'C' | 'Γ' | 'K') => kernels.getByRole('slider', { name: `Cursor over ${of}:` });

// By quadrature, of references/reuse/unit_exact_constants.json: C and Γ at t = s = 0, of neurons 1, 1 and 1, 2.
const exact: Record<string, number> = { 'C 1 1': 0.8055210456051942, 'C 1 2': -0.3771443154836756, 'Γ 1 1': 0.5112675853621569, 'Γ 1 2': -0.375 };

test.describe('a batch kept for ever', { tag: '@only-with-webgpu' }, () => {
  test('has its limit beside it, and the kernels of that as maps', async ({ page }) => {
    await openLab(page, hashOf({ engine: 'matrix-free' }));
    await quiet(page);
    const { controls, run, set, press, done } = bench(page);
    const [overlaps, risk, kernels] = [run.locator('plateau-overlaps'), run.locator('plateau-risk'), kernelsIn(page)];
    await expect(kernels).toHaveCount(0);
    await press('Run');
    await done();
    for (const figure of [overlaps, risk]) await expect(figure.getByRole('list', { name: 'Legend' })).toContainText('theory (DMFT, α = n/d = 3, 5·10⁵ copies)');
    await expect(run.getByText('terms of theory')).toHaveCount(0);
    // theory/reuse.md, section 5: 0.21480 after six steps, by 8·5·10⁵ copies; here with a standard error of 4·10⁻⁴. The cell has three decimals.
    await expect(overlaps.getByRole('img').first()).toHaveAccessibleName(/max \|M\|: 0\.2\d\d at step 6\./, { timeout: 30_000 });
    const [, last] = /max \|M\|: (0\.\d+) at step 6\./.exec((await overlaps.getByRole('img').first().getAttribute('aria-label'))!)!;
    expect(Math.abs(Number(last) - 0.2148)).toBeLessThan(4.5 * 4e-4 + 5e-4);

    await expect(kernels).toContainText('Theory beside the run (DMFT, α = n/d = 3, 5·10⁵ copies), steps 0 to 5');
    await expect(kernels.getByRole('img')).toHaveCount(3);
    // 36 entries of four pairs in as many colours as they need; of Γ and K the tiles are hatched too.
    expect(await kernels.getByRole('img').first().locator('path[fill^="light-dark"]').count()).toBeGreaterThan(49 + 8);

    await kernels.getByRole('button', { name: 'table' }).click();
    const rows = await kernels.getByRole('region', { name: /^Data of/ }).getByRole('row').evaluateAll((all) => all.slice(1).map((row) => [...row.children].map((cell) => Number(cell.textContent.replace('−', '-')))));
    expect(rows).toHaveLength(4 * 36);
    for (const [i, j, t, s, c, cSem, gamma, gammaSem] of rows.filter(([, , t, s]) => t === 0 && s === 0)) {
      const of = `${Math.min(i, 3 - i)} ${i === j ? Math.min(i, 3 - i) : 3 - Math.min(i, 3 - i)}`;
      // The error is rounded, as the value is; eight numbers at 4.5 errors: a false alarm in 10⁴ draws, and the draws are fixed.
      for (const [name, value, sem] of [['C', c, cSem], ['Γ', gamma, gammaSem]] as const)
        expect(Math.abs(value - exact[`${name} ${of}`]), `${name} of ${i}, ${j} at ${t}, ${s}: ${value} ± ${sem}`).toBeLessThan(4.5 * 1.5 * sem);
    }

    await cursor(kernels, 'Γ').focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect(cursor(kernels, 'Γ')).toHaveAttribute('aria-valuetext', /^Γ₁₁\(t = 2, s = 1\) = −0\.2\d* ± 0\.\d+$/);
    await expect(kernels.getByText(/^C₁₁\(t = 2, s = 1\) = 0\.37\d* ± 0\.00\d+$/)).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(kernels.getByText('Γ₁₁(t = 2, s = 3) = 0: no answer before its cause')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(kernels.getByText(/how the force at t answers/)).toBeVisible();
    await kernels.getByLabel('Neurons').selectOption('neurons 1, 2');
    await cursor(kernels, 'K').hover({ position: { x: 60, y: 150 } });
    await expect(kernels.getByText(/^K₁₂\(t = \d, s = \d\) = /)).toBeVisible();

    await run.getByLabel('theory', { exact: true }).uncheck();
    await expect(kernels).toHaveCount(0);
    await run.getByLabel('theory', { exact: true }).check();
    await expect(kernels).toHaveCount(1);

    await controls.getByText('More of the training').click();
    await set('Steps on a batch', '2');
    await expect(run.getByText('Theory is drawn for fresh batches at every step, and for one batch at all steps: here batches are reused, and there is more than one.')).toBeVisible();
    await expect(kernels).toHaveCount(0);
  });

  test('as the run itself: its result has the kernels drawn, the maps are saved as a picture, and axe finds nothing serious', async ({ page }) => {
    await openLab(page, hashOf({ engine: 'theory', theory: { form: 'dmft', samples: 20_000 } }));
    const { press, done, result, save } = bench(page);
    await press('Run');
    await done();
    const { kernels, sem, M } = await result();
    expect([kernels!.C.length, kernels!.sem.K[5][5].length, sem!.M.length, M.length]).toEqual([6, 2, 7, 7]);
    expect(sem!.M[0].flat()).toEqual([0, 0, 0, 0]);
    expect(sem!.M[6].flat().every((error) => error > 0)).toBe(true);
    await cursor(kernelsIn(page), 'C').focus();
    await page.keyboard.press('Home');
    const read = Number(/= (0\.\d+) ±/.exec((await cursor(kernelsIn(page), 'C').getAttribute('aria-valuetext'))!)![1]);
    expect(Math.abs(read - kernels!.C[0][0][0][0])).toBeLessThan(kernels!.sem.C[0][0][0][0]);
    const svg = (await save('SVG', 'kernels')).content.toString();
    for (const words of ['Kernels of dynamical mean-field theory', 'Γ₂₁', 'step s →', '20,000 copies']) expect(svg).toContain(words);
    await kernelsIn(page).getByRole('button', { name: 'table' }).click();
    expect(await violations(page, 'plateau-lab')).toEqual([]);
  });

  test('in an author’s page the maps stand in a simulation, or alone with kernels of one’s own', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('./');
    await page.evaluate((document) => {
      window.document.body.innerHTML = '<main><h1>A page</h1><h2>Kernels</h2><plateau-simulation autostart><plateau-kernels></plateau-kernels></plateau-simulation><plateau-kernels id="own" label="my own code"></plateau-kernels></main>';
      Object.assign(window.document.querySelector('plateau-simulation')!, { experiment: document });
    }, { ...tanh, training: { ...tanh.training, steps: 2 }, engine: 'theory', theory: { form: 'dmft', samples: 20_000 } });
    const [nested, own] = [kernelsIn(page).first(), page.locator('#own')];
    await expect(nested).toContainText('The engine theory (DMFT, α = n/d = 3, 20,000 copies), steps 0 to 1');
    await expect(own).toContainText('Kernels are drawn once there are any');
    await own.evaluate((node) => {
      const table = (value: number) => [[[[value]]]];
      const kernels = { C: table(0.25), Gamma: table(-0.5), K: table(0), sem: { C: table(0.01), Gamma: table(0.02), K: table(0) } };
      Object.assign(node, { kernels });
    });
    await expect(own).toContainText('My own code, step 0');
    await cursor(own, 'Γ').focus();
    await page.keyboard.press('Home');
    await expect(own.getByText('Γ(t = 0, s = 0) = −0.50 ± 0.02')).toBeVisible();
    await nested.getByRole('button', { name: 'table' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await violations(page)).toEqual([]);
  });
});
