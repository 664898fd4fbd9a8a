// The paper's figure of batch reuse (arXiv 2402.03220) on the page: seeds as points with bars along e = E[y z]/|E[y z]| and
// e⊥, theory as lines.

import type { Page } from 'playwright/test';
import type { PlateauChart } from '../components/chart/plateau-chart.ts';
import { violationsInBoth } from './axe.ts';
import { bench, openLab, quiet } from './lab.ts';
import { expect, test } from './test.ts';

/**
 * M at step 6, d = 5000, N = 3d, η = 0.2 (references/reuse/shipped_alpha3_D5000.json): mean and standard error of the authors' 32
 * stored runs, and of 2000 of descent without the data.
 */
const published = { M: [[0.21467679386017308, -0.17219255695067412], [-0.21459466174222996, 0.1728637351148779]], sem: [[0.000945277454761908, 0.001376449745637729], [0.001046756212311179, 0.0013184256119754107]] };
const many = { M: [[0.21485683499167482, -0.17435952755382694], [-0.21480055565603226, 0.17416402971783654]], sem: [[0.00013931353794738703, 0.0001663285939249356], [0.0001385177517645504, 0.00016821882730306]] };
/** (0.767832, −0.640651) and its orthogonal: theory/reuse.md, section 1. */
const directions = [[0.767832, -0.640651], [0.640651, 0.767832]];

interface Shown {
  readonly names: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly sem: readonly number[];
}

/** What the points of the figure say at a step, of neuron 1 along e and e⊥ and then of neuron 2. */
const pointsAt = (page: Page, step: number): Promise<Shown> =>
  page.locator('plateau-simulation.own plateau-overlaps plateau-chart').evaluate((chart, step) => {
    const { sets } = (chart as PlateauChart).spec!.points!;
    const at = sets[0].mean.steps.indexOf(step);
    return { names: sets.map(({ name }) => name), mean: sets.map(({ mean }) => mean.values[at]), std: sets.map(({ std }) => std[at]), sem: sets.map(({ sem }) => sem[at]) };
  }, step);

test.describe('the figure of batch reuse', { tag: '@only-with-webgpu' }, () => {
  test('is what its preset shows: 32 seeds as points with bars, in law those published, and theory beside the run', async ({ page }) => {
    test.setTimeout(180_000);
    await openLab(page);
    await quiet(page);
    const { field, run, press, done, save } = bench(page);
    await field('Preset').selectOption('reuse-tanh');
    const figure = run.locator('plateau-overlaps');
    await expect(figure.getByRole('combobox', { name: 'What is drawn' })).toHaveValue('projections');
    await expect(run.getByText('32 seeds, by the engine matrix-free.')).toBeVisible({ timeout: 90_000 });
    await expect(figure).toContainText('e = E[y z]/|E[y z]| = (0.768, −0.641), e⊥ = (0.641, 0.768). Points: mean of 32 seeds by the engine matrix-free, exact in law.');

    // Eight comparisons by errors of 32 seeds each: seeds drawn anew would trip one in about 1 of 1400 (Student's t, 31 degrees of freedom).
    const { names, mean, std, sem } = await pointsAt(page, 6);
    expect(names).toEqual(['neuron 1 · e', 'neuron 1 · e⊥', 'neuron 2 · e', 'neuron 2 · e⊥']);
    for (const reference of [published, many])
      mean.forEach((value, i) => {
        const [neuron, direction] = [Math.floor(i / 2), directions[i % 2]];
        const expected = direction.reduce((sum, x, r) => sum + x * reference.M[neuron][r], 0);
        // The errors of the two entries are not independent: at most they add up.
        const error = direction.reduce((sum, x, r) => sum + Math.abs(x) * reference.sem[neuron][r], 0);
        expect(sem[i]).toBeCloseTo(std[i] / Math.sqrt(32), 12);
        expect(Math.abs(value - expected) / Math.hypot(sem[i], error), `${names[i]}: ${value} ± ${sem[i]}, published ${expected}`).toBeLessThan(4.5);
      });

    await press('Run');
    await done();
    await expect(figure.getByRole('list', { name: 'Legend' }).getByRole('listitem')).toHaveText([
      'mean of 32 seeds ± std', /^\s*theory \(DMFT/, 'this run', /neuron 1 · e\s+0\.27/, /neuron 1 · e⊥/, /neuron 2 · e\s+−0\.27/, /neuron 2 · e⊥/,
    ]);
    // Bars at six of seven steps, all starts being alike, of four quantities; theory's four lines are dashed.
    await expect(figure.locator('.plot svg path[stroke-width="1.25"]')).toHaveCount(24);
    await expect(figure.locator('.plot svg path[stroke-dasharray="5 4"]')).toHaveCount(4);
    await expect(figure.locator('.plot svg text', { hasText: /^[0-6]$/ }).first()).toBeVisible();
    const svg = (await save('SVG', 'overlaps')).content.toString();
    expect(svg).toContain('mean of 32 seeds ± std');
    expect(svg).not.toMatch(/NaN|undefined/);

    await page.reload();
    await expect(figure.getByRole('combobox', { name: 'What is drawn' })).toHaveValue('projections');
    await expect(run.getByRole('button', { name: '32 seeds' })).toHaveAttribute('aria-pressed', 'true');
    await field('Preset').selectOption('square');
    await expect(figure.getByRole('combobox', { name: 'What is drawn' })).toHaveValue('overlaps');
    await expect(run.getByRole('button', { name: 'one run' })).toHaveAttribute('aria-pressed', 'true');
  });

  test('has nothing that axe finds serious, light or dark, and fits a telephone', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 320, height: 740 });
    await openLab(page);
    await quiet(page);
    const { field, run, set } = bench(page);
    await field('Preset').selectOption('reuse-tanh');
    await set('Batch n', '500');
    await run.locator('plateau-overlaps').scrollIntoViewIfNeeded();
    await expect(run.getByText('32 seeds, by the engine matrix-free.')).toBeVisible({ timeout: 45_000 });
    await expect(run.locator('plateau-overlaps')).toContainText('Points: mean of 32 seeds');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violationsInBoth(page, 'plateau-lab')).toEqual([]);
  });
});
