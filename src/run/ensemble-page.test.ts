// Who makes the ensemble of an experiment, and that what a page gathers is what the engine makes.

import { describe, expect, it } from 'vitest';
import { openMatrixFree } from '../engines/matrix-free/matrix-free.ts';
import { parseExperiment } from '../experiment/experiment.ts';
import { preset } from '../experiment/presets.ts';
import { NoWebGPU } from '../gpu/device.ts';
import type { FromSeeds } from './ensemble-messages.ts';
import { startBands } from './ensemble-bands.ts';
import { ensembleEngine } from './ensemble-page.ts';
import { spreadAlong } from './ensemble-spread.ts';
import { seedRunner } from './ensemble-worker.ts';

const onePass = parseExperiment({ ...preset('square')!.document, engine: 'reference' });
const training = (part: object) => ensembleEngine({ ...onePass, training: { ...onePass.training, ...part } });

describe('the engine of an ensemble', () => {
  it('is reduced for fresh batches, whatever runs on show', () => {
    expect(ensembleEngine(onePass)).toEqual({ engine: 'reduced', refusal: null });
  });

  it.each([[{ reuse: 'all' }], [{ reuse: 2 }], [{ dataset: 4096 }], [{ weightDecay: 0.01 }], [{ lookAhead: { kind: 'two-step', rho: 0.1 } }]])('is matrix-free for %j', (part) => {
    expect(training(part)).toEqual({ engine: 'matrix-free', refusal: null });
  });

  it('is matrix-free for more neurons than reduced holds', () => {
    expect(ensembleEngine({ ...onePass, student: { ...onePass.student, width: 17 } }).engine).toBe('matrix-free');
  });

  it('is nobody where neither runs it, with the reason', () => {
    const { engine, refusal } = training({ lookAhead: { kind: 'sample', rho: 0.1 }, reuse: 2 });
    expect(engine).toBeNull();
    expect(refusal).toMatch(/^Several seeds are run from the exact law of the overlaps: training\.reuse is 2; allowed: 1 with the look-ahead "sample"/);
  });

  it('does not mind the terms of a theory that is drawn beside it', () => {
    expect(ensembleEngine(parseExperiment({ ...preset('reuse-tanh')!.document, engine: 'theory', theory: { form: 'dmft' } })).engine).toBe('matrix-free');
  });
});

it('gathers mean and spread of seeds that reuse their batch, along any directions', async () => {
  const { data: _, training: given, ...rest } = preset('reuse-tanh')!.document;
  const experiment = parseExperiment({ ...rest, student: { ...rest.student, activation: 'erf(x/sqrt(2))' }, data: { dimension: 80 }, training: { ...given, batch: 240, steps: 3 } });
  const [steps, e] = [[0, 2, 3], [[0.6, -0.8], [0.8, 0.6]]];
  const keep = startBands(steps, 5, 2);
  const failures: FromSeeds[] = [];
  await new Promise<void>((resolve) => {
    const tell = seedRunner((message) => {
      if (message.kind === 'trace') keep.add(message);
      else if (message.kind === 'failure') failures.push(message);
      else resolve();
    }, { gpu: () => Promise.reject(new NoWebGPU('none here')) });
    tell({ kind: 'open', id: 1, experiment, steps, onGpu: false });
    tell({ kind: 'seeds', id: 1, seeds: [1, 5] });
  });
  expect(failures).toEqual([]);

  // The same in the plainest way, from the engine.
  const along: number[] = [];
  for (let seed = 1; seed <= 5; seed++) {
    const engine = await openMatrixFree({ ...experiment, seed });
    const { M } = (await engine.advance(3, (step) => step === 3))[0];
    along.push(0.6 * M[2] - 0.8 * M[3]);
  }
  const mean = along.reduce((sum, x) => sum + x / 5, 0);
  const std = Math.sqrt(along.reduce((sum, x) => sum + (x - mean) ** 2 / 4, 0));
  const spread = spreadAlong(keep.bands().overlaps, e);
  // Neuron 2 along the first direction, at the last of three steps.
  const at = 2 * 4 + 2;
  expect(std).toBeGreaterThan(1e-3);
  expect([spread.mean[at], spread.std[at], spread.sem[at]]).toEqual([expect.closeTo(mean, 13), expect.closeTo(std, 13), expect.closeTo(std / Math.sqrt(5), 13)]);
  expect([...spread.std.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
});
