// A browser without a graphics adapter still shows a curve, and says why it is slow.

import { violations } from './axe.ts';
import { bench, curves, openingDone, openLab, side } from './lab.ts';
import { expect, test } from './test.ts';

test.describe('without WebGPU', { tag: '@only-without-webgpu' }, () => {
  test('the comparison is drawn by the exact law, over its bands, and the page says so', async ({ page }) => {
    await openLab(page);
    await openingDone(page);
    for (const loss of ['Correlation', 'Square'] as const) {
      await expect(side(page, loss)).toContainText('Drawn by the engine reduced on the processor, without a GPU');
      await expect(side(page, loss)).toContainText(/Bands: .* of \d+ of 100 seeds by the engine reduced/);
      expect((await curves(side(page, loss))).length).toBeGreaterThan(4);
    }
    expect(await violations(page)).toEqual([]);
  });

  const experiment = '#target.link=He2(z1)&student.width=2&student.activation=x^2&data.dimension=32&training.batch=64&training.learningRate=0.2&training.steps=20';

  test('an experiment that names no engine is run by the exact law, and the settings say why', async ({ page }) => {
    await openLab(page, experiment);
    const { controls, field, press, done, result } = bench(page);
    await expect(field('Engine')).toHaveValue('');
    await expect(field('Engine')).toHaveAccessibleDescription(/Now reduced\. There is no WebGPU here\./);
    await controls.getByText('Cannot run this: dense', { exact: true }).click();
    await expect(controls.getByText(/^dense: WebGPU is here but offers no adapter/)).toBeVisible();
    await press('Run');
    await done();
    expect(await result()).toMatchObject({ experiment: { engine: 'reduced' }, engine: 'reduced', adapter: null });
  });

  for (const [what, more, engine, words] of [
    ['the exact law, where there is one', '', 'reduced', /The same law is drawn on the CPU instead \(engine "reduced"\): exact for the overlaps/],
    ['float64, where there is none', '&training.reuse=2', 'reference', /The same chain runs in float64 on the CPU instead \(engine "reference"\): the same numbers, more slowly/],
  ] as const)
    test(`an experiment for the GPU runs by ${what}, and why stands beside it`, async ({ page }) => {
      await openLab(page, `${experiment}&engine=dense${more}`);
      const { run, press, done, result } = bench(page);
      await press('Run');
      await done();
      await expect(run.getByText(/WebGPU is here but offers no adapter/)).toBeVisible();
      await expect(run.getByText(words)).toBeVisible();
      expect(await curves(run.locator('plateau-overlaps'))).not.toEqual([]);
      expect(await result()).toMatchObject({ experiment: { engine: 'dense' }, engine, adapter: null });
    });
});
