import { expect, test } from 'vitest';
import { conformance, small } from './conformance.ts';
import type { Checkpoint, Snapshot } from './engine.ts';
import { openReference } from './reference.ts';

conformance({ name: 'reference', tolerance: 1e-12, trainsReadout: true, open: (experiment, checkpoint) => openReference(experiment, { checkpoint }) });

test('an aborted signal stops a long step', async () => {
  const controller = new AbortController();
  const engine = await openReference(small({ data: { dimension: 1000 } }, { batch: 100_000 }), { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('enough')), 30);
  await expect(engine.advance(1)).rejects.toThrow('enough');
});

test('the adaptive loss is refused where no population risk is known', async () => {
  const experiment = small({ target: { link: 'tanh(z1*z2*z3)', directions: 3 } }, { loss: 'adaptive' });
  await expect(openReference(experiment)).rejects.toThrow('tests the population risk');
});

test('an epoch visits each sample of the data set once, the last batch with what is left', async () => {
  // A gradient and a loss are means over the batch: those of the batches of an epoch, from the same weights and weighted by their
  // sizes, are those of all samples at once.
  const open = (training: Record<string, unknown>, checkpoint?: Checkpoint) =>
    openReference(small({ target: { link: 'tanh(z1*z2*z3)', directions: 3, noise: 0.1 } }, { constraint: 'none', ...training }), { checkpoint });
  const start = await (await open({})).save();
  const values = ({ M, risk }: Snapshot) => [...M, risk];
  const visit = async (step: number, training: Record<string, unknown>) => {
    const engine = await open(training, { ...start, step });
    const { risk } = await engine.read();
    const [{ M }] = await engine.advance(1, () => true);
    return values({ ...(await engine.read()), M, risk });
  };
  const whole = await visit(0, { batch: 70, dataset: 70 });
  expect(whole).toEqual(await visit(0, { batch: 70, reuse: 'all' }));
  const set = { batch: 30, dataset: 70, reuse: 2 };
  const parts = [await visit(0, set), await visit(2, set), await visit(4, set)];
  expect([await visit(1, set), await visit(5, set), await visit(6, set)]).toEqual([parts[0], parts[2], parts[0]]);
  whole.forEach((x, i) => expect(Math.abs((30 * parts[0][i] + 30 * parts[1][i] + 10 * parts[2][i]) / 70 - x)).toBeLessThan(1e-14));
});
