// A browser without a graphics adapter still shows a curve, and says why it is slow.

import { violations } from './axe.ts';
import { bench, curves, openingDone, openLab, side } from './lab.ts';
import { expect, test } from './test.ts';

test.describe('without WebGPU', { tag: '@only-without-webgpu' }, () => {
  test('the comparison is drawn by the float64 twin, smaller, and the page says so', async ({ page }) => {
    await openLab(page);
    await expect(page.getByText('This browser offers no graphics adapter to compute on, so the processor does it.')).toBeVisible();
    await openingDone(page);
    for (const loss of ['Correlation', 'Square'] as const) {
      await expect(side(page, loss)).toContainText('Drawn by the engine reference on the processor, without a GPU');
      expect((await curves(side(page, loss))).length).toBeGreaterThan(4);
    }
    expect(await violations(page)).toEqual([]);
  });

  test('an experiment for the GPU runs in float64, and why it is slower stands beside it', async ({ page }) => {
    await openLab(page, '#target.link=He2(z1)&student.width=2&student.activation=x^2&data.dimension=32&training.batch=64&training.learningRate=0.2&training.steps=20');
    const { run, press, done, result } = bench(page);
    await press('Run');
    await done();
    await expect(run.getByText(/WebGPU is here but offers no adapter.* runs in float64 on the CPU instead .* more slowly/)).toBeVisible();
    expect(await curves(run.locator('plateau-overlaps'))).not.toEqual([]);
    expect(await result()).toMatchObject({ experiment: { engine: 'dense' }, engine: 'reference', adapter: null });
  });
});
