// What an author puts into a page: elements around one run, each usable alone, and files that leave them.

import type { Locator } from 'playwright/test';
import type { PlateauSimulation } from '../components/simulation/plateau-simulation.ts';
import { parseExperiment } from '../src/experiment/experiment.ts';
import { violations } from './axe.ts';
import { alone, at720, coloursOf, compareAlone, compared, documentIn, openElements, saved } from './elements.ts';
import { openLab } from './lab.ts';
import { expect, test } from './test.ts';

/** A second of the exact law on the processor. */
const run = (k: number, inside: string, more = '') => `
  <plateau-simulation ${more} engine="reduced" link="${['He2(z1)', 'He2(z2)', 'He2(z3)'].slice(0, k).join(' + ')}" directions="${k}" width="3" activation="x^2"
    dimension="64" overlap="0.3" batch="256" learning-rate="0.2" steps="40">${inside}</plateau-simulation>`;

/** As a file. */
const small = { target: { link: 'He2(z1)' }, student: { width: 2, activation: 'x^2' }, data: { dimension: 32 }, training: { batch: 8, learningRate: 0.1, steps: 3 }, engine: 'reduced' };

const stateOf = (simulation: Locator): Promise<string> => simulation.evaluate((node) => (node as PlateauSimulation).run.view.state);
const stepOf = (simulation: Locator): Promise<number> => simulation.evaluate((node) => (node as PlateauSimulation).run.view.progress?.step ?? 0);
const ended = (simulation: Locator) => expect.poll(() => stateOf(simulation)).toBe('done');

test.describe('elements on a page', { tag: '@only-without-webgpu' }, () => {
  test('the ball of neurons is turned by keys and by dragging, goes back in time, and has its numbers', async ({ page }) => {
    await openElements(page, run(3, '<plateau-neurons><span slot="caption">Our own words.</span></plateau-neurons>', 'autostart'));
    await ended(page.locator('plateau-simulation'));
    const neurons = page.locator('plateau-neurons');
    const dots = () => neurons.locator('.plot path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d')).join());
    const view = neurons.getByRole('slider', { name: /View of the ball/ });
    await expect(view).toHaveAttribute('aria-valuetext', 'turned −30°, tilted 18°');
    await expect(neurons.getByRole('img')).toHaveAccessibleName(/3 neurons at step 40\. The nearest to a direction is neuron \d, whose cosine with w\*[₁₂₃] is −?[01]\.\d+/);
    await expect(neurons.locator('.plot text')).toHaveText(['w*₁', 'w*₂', 'w*₃']);
    await expect(neurons).toContainText('Our own words.');

    const start = await dots();
    await view.focus();
    await view.press('ArrowRight');
    await view.press('Shift+ArrowUp');
    await expect(view).toHaveAttribute('aria-valuetext', 'turned −35°, tilted 3°');
    const keyed = await dots();
    expect(keyed).not.toBe(start);
    const box = (await view.boundingBox())!;
    const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
    await page.mouse.move(...middle);
    await page.mouse.down();
    await page.mouse.move(middle[0] - 40, middle[1] + 20);
    await page.mouse.up();
    await expect(view).toHaveAttribute('aria-valuetext', 'turned −15°, tilted 13°');
    await page.mouse.move(...middle);
    await expect(view).toHaveAttribute('aria-valuetext', 'turned −15°, tilted 13°');
    await neurons.getByRole('button', { name: 'Reset view' }).click();
    await expect.poll(dots).toBe(start);

    const step = neurons.getByRole('slider', { name: 'Step on show' });
    await step.focus();
    await step.press('Home');
    await expect(step).toHaveAttribute('aria-valuetext', 'step 0');
    expect(await dots()).not.toBe(start);
    await neurons.getByRole('button', { name: 'table' }).click();
    await expect(neurons.getByRole('columnheader')).toHaveText(['neuron', 'cos ∠(w, w*₁)', 'cos ∠(w, w*₂)', 'cos ∠(w, w*₃)', 'outside', '|w|']);
    // Each starts with a component of norm 0.3 in the target's span: √(1 − 0.09) = 0.954 is outside.
    await expect(neurons.getByRole('row').nth(1).getByRole('cell').nth(3)).toHaveText('0.954');
  });

  test('a table has the run, and the clipboard all of it', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openElements(page, run(1, '<plateau-table></plateau-table><plateau-risk></plateau-risk>', 'autostart'), { style: 'plateau-risk { --plateau-chart-height: 150px }' });
    await ended(page.locator('plateau-simulation'));
    const table = page.locator('plateau-table');
    await expect(table.getByRole('columnheader').first()).toHaveText('step');
    await expect(table.getByRole('row')).toHaveCount(42);
    const height = async () => (await page.locator('plateau-risk .plot svg').boundingBox())!.height;
    expect(await height()).toBe(150);
    // A style sheet that comes late counts too, and one that goes.
    await page.addStyleTag({ content: 'plateau-risk { --plateau-chart-height: 12rem !important }' });
    await expect.poll(height).toBe(192);
    await page.addStyleTag({ content: 'plateau-risk { --plateau-chart-height: initial !important }' });
    await expect.poll(height).toBeGreaterThan(200);
    await table.getByRole('button', { name: /^Q/ }).click();
    await expect(table.getByRole('columnheader')).toHaveText(['step', 'risk', 'M_1_1', 'M_2_1', 'M_3_1', 'a_1', 'a_2', 'a_3']);
    await table.getByRole('button', { name: 'Copy TSV' }).click();
    await expect(table.getByRole('status')).toHaveText('41 steps are on the clipboard, as TSV.');
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).trimEnd().split('\n');
    const last = await page.locator('plateau-simulation').evaluate((node) => {
      const { step, risk, M, readout } = (node as PlateauSimulation).run.view.snapshots.at(-1)!;
      return [step, risk, ...M, ...readout];
    });
    expect([lines.length, lines[41].split('\t').map(Number)]).toEqual([42, last]);
    await table.getByRole('button', { name: 'Copy CSV' }).click();
    await expect(table.getByRole('status')).toHaveText(/as CSV/);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^# experiment: \{/);
  });

  for (const scheme of ['light', 'dark'] as const)
    test(`an exported figure opens alone and looks the same, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 1000, height: 1600 });
      // The width at which a file lays its plot out.
      await openElements(page, run(1, '<plateau-overlaps></plateau-overlaps><plateau-neurons></plateau-neurons><plateau-export></plateau-export>', 'autostart'), { style: `html { ${coloursOf(scheme)} } plateau-simulation { inline-size: 688px }` });
      await ended(page.locator('plateau-simulation'));
      await page.getByRole('combobox', { name: 'on', exact: true }).selectOption(scheme);
      const plot = page.locator('plateau-overlaps .plot svg');
      const svg = (await saved(page, 'Export the figure of overlaps', 'SVG')).toString();
      expect(parseExperiment(documentIn(svg))).toMatchObject({ student: { width: 3 }, engine: 'reduced' });
      expect(svg).toContain('neuron 3');
      // Lines of one pixel: a curve that is missing, moved or of another colour is more than this.
      expect(await compareAlone(page, plot, svg)).toBeLessThan(0.001);
      const png = await saved(page, 'Export the figure of overlaps', 'PNG');
      expect(png.toString('latin1', 33, 60)).toMatch(/^.{4}iTXtexperiment\0/s);
      expect(png.readUInt32BE(16)).toBe(1440);
      const own = await alone(page, svg);
      const canvas = await compared(page, [await at720(page, await own.screenshot()), await at720(page, png)]);
      expect(canvas.drawn).toBeGreaterThan(0.01);
      expect(canvas.different, 'the PNG, drawn by a canvas, against the SVG').toBeLessThan(0.01);
      expect((await saved(page, 'Export the figure of neurons', 'SVG')).toString()).toMatch(/w\*₁[\s\S]*neuron 3/);
      const rows = (await saved(page, 'Export the figure of neurons', 'CSV')).toString().trimEnd().split('\n');
      expect(rows.slice(1, 4)).toEqual(['# engine: reduced', '# adapter: none', 'step,neuron,cos_1,outside,norm']);
      expect(rows).toHaveLength(4 + 41 * 3);
      expect((await saved(page, 'Export the numbers', 'npz')).toString('latin1')).toMatch(/^PK[\s\S]*experiment\.json/);
    });

  test('runs that start themselves rest while nobody sees them, and a reader’s do not', async ({ page }) => {
    await openElements(page, `<p style="block-size: 3000px">Above.</p>${run(1, '<plateau-risk></plateau-risk>', 'autostart').replace('steps="40"', 'steps="100000000"').replace('<plateau-risk>', '<script type="application/json">{"record":{"log":50}}</script><plateau-risk>')}`);
    const simulation = page.locator('plateau-simulation');
    const away = () => page.evaluate(() => scrollTo(0, 0));
    const there = () => simulation.scrollIntoViewIfNeeded();
    const hidden = (is: boolean) => page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
      document.dispatchEvent(new Event('visibilitychange'));
    }, is);
    const is = (state: string) => expect.poll(() => stateOf(simulation)).toBe(state);
    await expect.poll(() => simulation.evaluate((node) => (node as PlateauSimulation).run?.view.experiment !== null)).toBe(true);
    expect(await stateOf(simulation)).toBe('idle');
    await there();
    await is('running');
    await away();
    await is('paused');
    const resting = await stepOf(simulation);
    await there();
    await is('running');
    await expect.poll(() => stepOf(simulation)).toBeGreaterThan(resting);
    await hidden(true);
    await is('paused');
    await hidden(false);
    await is('running');

    await simulation.getByRole('button', { name: 'Pause' }).click();
    await is('paused');
    await away();
    await there();
    await page.waitForTimeout(300);
    await is('paused');
    await simulation.getByRole('button', { name: 'Go on' }).click();
    await is('running');
    await away();
    await page.waitForTimeout(300);
    await is('running');
  });

  test('settings inside a simulation are those of its run, which follows them', async ({ page }) => {
    await openElements(page, run(1, '<plateau-controls></plateau-controls><plateau-risk></plateau-risk>', 'autostart'));
    const [simulation, controls] = [page.locator('plateau-simulation'), page.locator('plateau-controls')];
    await ended(simulation);
    const field = (label: string) => controls.getByLabel(label, { exact: true });
    await expect(field('Dimension d')).toHaveValue('64');
    await field('Steps T').fill('7');
    await field('Steps T').press('Tab');
    await expect(simulation.getByText(/Done, step 7 of 7/)).toBeVisible();
    await expect(field('Steps T')).toHaveValue('7');
    await field('Steps T').fill('many');
    await field('Steps T').press('Tab');
    await expect(field('Steps T')).toHaveAttribute('aria-invalid', 'true');
    await expect(simulation.getByText(/Done, step 7 of 7/)).toBeVisible();
    await simulation.evaluate((node) => ((node as PlateauSimulation).experiment = { ...(node as PlateauSimulation).experiment!, seed: 5 }));
    await expect(field('Seed')).toHaveValue('5');
    await expect(field('Steps T')).toHaveValue('7');
  });

  test('an experiment comes from a file, and where none comes the page says what it has instead', async ({ page }) => {
    await page.route('**/small.json', (route) => route.fulfill({ json: small }));
    await page.route('**/wrong.json', (route) => route.fulfill({ json: { ...small, seed: -1 } }));
    await openElements(page, `
      <plateau-simulation id="file" autostart src="small.json" seed="7"><p slot="fallback">No figure.</p><plateau-risk></plateau-risk></plateau-simulation>
      <plateau-simulation id="wrong" autostart src="wrong.json"><p slot="fallback">A picture instead.</p><plateau-risk></plateau-risk></plateau-simulation>`);
    await ended(page.locator('#file'));
    expect(await page.locator('#file').evaluate((node) => (node as PlateauSimulation).run.view.experiment)).toMatchObject({ seed: 7, student: { width: 2 } });
    await expect(page.getByText('No figure.')).toBeHidden();
    await expect(page.locator('#wrong').getByRole('alert')).toContainText('seed: found -1');
    await expect(page.getByText('A picture instead.')).toBeVisible();
  });

  test('a start that is asked for before the file is there is made once it is, and a pause takes it back', async ({ page }) => {
    let arrive = (): void => undefined;
    const held = new Promise<void>((resolve) => (arrive = resolve));
    await page.route('**/late.json', async (route) => {
      await held;
      await route.fulfill({ json: small });
    });
    await openElements(page, ['begun', 'taken-back', 'left', 'stepped'].map((id) => `<plateau-simulation id="${id}" src="late.json"></plateau-simulation>`).join(''));
    await page.evaluate(async () => {
      await customElements.whenDefined('plateau-simulation');
      const [begun, back, , stepped] = document.querySelectorAll('plateau-simulation');
      begun.start();
      back.start();
      back.pause();
      stepped.start();
      stepped.step(2);
    });
    arrive();
    await ended(page.locator('#begun'));
    for (const id of ['#taken-back', '#left']) {
      await expect(page.locator(id).getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
      expect(await stateOf(page.locator(id))).toBe('idle');
    }
    await expect(page.locator('#stepped')).toContainText('step 2 of 3');
    await expect.poll(() => stateOf(page.locator('#stepped'))).toBe('paused');
  });

  test('a start that met no file does not start what comes in its place', async ({ page }) => {
    await page.route('**/small.json', (route) => route.fulfill({ json: small }));
    await openElements(page, '<plateau-simulation></plateau-simulation>');
    const simulation = page.locator('plateau-simulation');
    await simulation.evaluate((node) => {
      // Of a server's own 404 the console has a line, and no page of these has any.
      const get = globalThis.fetch;
      globalThis.fetch = (...request) => (request[0] === 'none.json' ? Promise.resolve(new Response(null, { status: 404 })) : get(...request));
      Object.assign(node, { src: 'none.json' });
      (node as PlateauSimulation).start();
    });
    await expect(simulation.getByRole('alert')).toContainText('404');
    await simulation.evaluate((node) => ((node as PlateauSimulation).src = 'small.json'));
    await expect(simulation.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
    expect(await stateOf(simulation)).toBe('idle');
  });

  test('what is drawn later than the buttons can be saved by them too, and says so while there is nothing', async ({ page }) => {
    await openElements(page, `${run(2, '<plateau-export></plateau-export>')}<plateau-target link="z1 + He3(z2)" directions="2"></plateau-target>`);
    const groups = page.locator('plateau-export').getByRole('group', { name: /^Export the figure/ });
    await expect(groups).toHaveCount(0);
    await page.locator('plateau-simulation').evaluate((node) => node.append(document.createElement('plateau-neurons')));
    await groups.getByRole('button', { name: 'SVG' }).click();
    await expect(page.locator('plateau-export').getByRole('status')).toHaveText('There is nothing of it to save yet.');

    const target = page.locator('plateau-target');
    await target.getByRole('button', { name: 'save: Hermite spectrum', exact: true, expanded: false }).click({ timeout: 20_000 });
    await expect(target.getByRole('button', { name: 'save: Hermite spectrum', exact: true, expanded: true })).toHaveText('save');
    await expect(target.getByRole('button', { name: 'table: Hermite spectrum', exact: true, expanded: false })).toHaveText('table');
    const svg = (await saved(page, 'Save: Hermite spectrum', 'SVG', target)).toString();
    expect(documentIn(svg)).toEqual({ target: { link: 'z1 + He3(z2)', directions: 2 } });
    for (const words of ['By theory, the Hermite expansion of h* = z1 + He3(z2).', 'share of E h*², %', '85.7 %', 'lowest degree, ℓ = 1']) expect(svg).toContain(words);
    expect((await saved(page, 'Save: Hermite spectrum', 'CSV', target)).toString()).toMatch(/^# target: \{.*\}\n# engine: theory\ndegree,weight,share\n0,0,0\n1,1,0\.142857/);
    await expect(target.getByRole('group', { name: /^Save/ }).getByRole('status')).toHaveText('Saved plateau-target-z1-+-He3-z2.csv.');
    const { analysis } = JSON.parse((await saved(page, 'Save: Hermite spectrum', 'JSON', target)).toString()) as { analysis: { informationExponent: { value: number } } };
    expect(analysis.informationExponent.value).toBe(1);
  });

  test('in the lab, what is shown of the reader’s own experiment can be saved, the ball once it is unfolded', async ({ page }) => {
    await openLab(page);
    const bench = page.locator('.run');
    await bench.getByText('Neurons', { exact: true }).click();
    await bench.getByText('Export', { exact: true }).click();
    const names = () => bench.getByRole('group', { name: /^Export the figure of/ }).evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label')!.split(' ').at(-1)));
    await expect.poll(names, { timeout: 30_000 }).toEqual(['overlaps', 'risk', 'neurons', 'prediction', 'target']);
    await bench.getByText('Neurons', { exact: true }).first().click();
    await expect.poll(names).toEqual(['overlaps', 'risk', 'prediction', 'target']);
    await expect(async () => {
      const svg = (await saved(page, 'Export the figure of prediction', 'SVG')).toString();
      expect(svg).toContain('Phase diagram of one-pass training, ℓ = 3');
      expect(parseExperiment(documentIn(svg)).target.link).toBe('He3(z1)');
    }).toPass({ timeout: 30_000 });
    await expect(bench.getByRole('group', { name: 'Export the figure of prediction' }).getByRole('button')).toHaveText(['SVG', 'PNG', 'CSV', 'JSON']);
  });

  test('a page that counts from a root of 10 px has words of the usual size, and any that it sets', async ({ page }) => {
    await openElements(page, run(1, '<plateau-overlaps></plateau-overlaps>', 'autostart'), { style: 'html { font-size: 62.5% } body { font-size: 1.6rem }' });
    const pixels = (name: string) => page.locator('plateau-simulation').getByRole('button', { name }).evaluate((node) => parseFloat(getComputedStyle(node).fontSize));
    const usual = [await pixels('Reset'), await pixels('table')];
    expect(Math.min(...usual)).toBeGreaterThanOrEqual(12);
    await page.addStyleTag({ content: 'plateau-simulation { --plateau-size: 24px }' });
    expect([await pixels('Reset'), await pixels('table')]).toEqual(usual.map((size) => 1.5 * size));
  });

  for (const [colorScheme, dir] of [['light', 'ltr'], ['dark', 'rtl']] as const)
    test(`has nothing that axe finds serious, ${colorScheme}, ${dir}, and fits 320 pixels`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 320, height: 900 });
      const style = 'html { background: light-dark(#ffffff, #14171a); color: light-dark(#16191d, #e8eaed) }';
      await openElements(page, `<h1>Elements</h1>${run(3, '<plateau-neurons></plateau-neurons><plateau-overlaps></plateau-overlaps><plateau-table></plateau-table><plateau-export></plateau-export>', 'autostart')}`, { dir, style });
      await ended(page.locator('plateau-simulation'));
      await page.locator('plateau-neurons').getByRole('button', { name: 'table' }).click();
      await page.locator('plateau-neurons').getByRole('button', { name: 'save' }).click();
      await expect(page.locator('plateau-table').getByRole('row')).toHaveCount(42);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      expect(await violations(page)).toEqual([]);
    });
});

test.describe('eight figures on a page', { tag: '@only-with-webgpu' }, () => {
  test('share one worker and one device, and take turns', async ({ page }) => {
    // Counted where they are asked for: in the worker, before any of its own code runs.
    const counting = 'self.devices = 0; { const ask = GPUAdapter.prototype.requestDevice; GPUAdapter.prototype.requestDevice = function (...words) { self.devices += 1; return ask.apply(this, words); }; }\n';
    await page.route(/\/worker-[\w-]+\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: counting + (await response.text()) });
    });
    await page.addInitScript(() => {
      document.addEventListener('plateau-state', ({ detail }: CustomEventInit<{ state: string }>) => {
        const own = globalThis as { firstDone?: number[] };
        if (detail?.state !== 'done' || own.firstDone) return;
        own.firstDone = [...document.querySelectorAll('plateau-simulation')].map(({ run: { view } }) => view.progress?.step ?? 0);
      });
    });
    await page.setViewportSize({ width: 1200, height: 1000 });
    const figure = run(1, '<plateau-risk></plateau-risk>', 'autostart').replace('reduced', 'dense').replace('steps="40"', 'steps="60"');
    await openElements(page, `<div class="eight">${figure.repeat(8)}</div>`, { style: '.eight { display: grid; grid-template-columns: repeat(4, 1fr) } plateau-simulation { min-inline-size: 0 }' });
    await expect.poll(() => page.locator('plateau-simulation').evaluateAll((all) => all.map((node) => (node as PlateauSimulation).run.view.state).join()), { timeout: 40_000 }).toBe(Array(8).fill('done').join());
    expect(await page.locator('plateau-simulation').evaluateAll((all) => new Set(all.map((node) => (node as PlateauSimulation).run.view.host?.engine)).size)).toBe(1);
    const devices = await Promise.all(page.workers().map((worker) => worker.evaluate(() => (self as unknown as { devices?: number }).devices ?? 0)));
    expect(devices.filter((count) => count > 0)).toEqual([1]);
    const steps = await page.evaluate(() => (globalThis as { firstDone?: number[] }).firstDone!);
    expect(steps, 'steps made by each when the first was done').toHaveLength(8);
    expect(Math.min(...steps)).toBeGreaterThan(0);
  });
});
