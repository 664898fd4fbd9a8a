import { expect, test } from 'vitest';
import { conformance, small } from './conformance.ts';
import { openReference } from './reference.ts';

conformance({ name: 'reference', tolerance: 1e-12, open: (experiment, checkpoint) => openReference(experiment, { checkpoint }) });

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
