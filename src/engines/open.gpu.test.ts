// One device for all runs of a page, also after it was lost.

import { expect, onTestFinished, test, vi } from 'vitest';
import { engineHost } from './open.ts';

test('runs that lose their device at once go on with one other', async () => {
  const asked = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
  const host = engineHost(navigator.gpu);
  onTestFinished(() => {
    asked.mockRestore();
    host.dispose();
  });
  const everyone = () => Promise.all([host.gpu(), host.gpu(), host.gpu()]);
  const [first, ...others] = await everyone();
  expect(others.every((gpu) => gpu === first)).toBe(true);
  first.device.destroy();
  await expect.poll(() => first.lost).not.toBeNull();
  const [second, ...rest] = await everyone();
  expect(second).not.toBe(first);
  expect(rest.every((gpu) => gpu === second)).toBe(true);
  expect(asked).toHaveBeenCalledTimes(2);
});
