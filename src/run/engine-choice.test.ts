import { describe, expect, it } from 'vitest';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { engineNames } from '../experiment/schema.ts';
import { NoWebGPU } from '../gpu/device.ts';
import { automaticEngine } from './automatic-engine.ts';
import { cpuEngine, refusedByRules } from './engine-choice.ts';
import { engineOffers } from './engine-offers.ts';
import type { HostDescription } from './messages.ts';

function experimentOf(part: { dimension?: number; width?: number; reuse?: number | 'all' } = {}): Experiment {
  return parseExperiment({
    target: { link: 'He3(z1)' },
    student: { width: part.width ?? 4, activation: 'He3(x)' },
    data: { dimension: part.dimension ?? 256 },
    training: { batch: 64, learningRate: 0.1, steps: 5, reuse: part.reuse ?? 1 },
  });
}

const card: HostDescription = { webgpu: true, fallbackAdapter: false, adapter: 'a card', bufferBytes: 2 ** 31 };
const software: HostDescription = { ...card, fallbackAdapter: true, adapter: 'SwiftShader', bufferBytes: 2 ** 28 };
const nothing: HostDescription = { webgpu: false, fallbackAdapter: false, adapter: null, bufferBytes: 0 };

describe('the engine for a document that names none', () => {
  it('is the GPU’s where there is one, and before it is known', () => {
    expect([card, null].map((host) => automaticEngine(experimentOf(), host).engine)).toEqual(['dense', 'dense']);
  });

  it('is the exact law where a CPU computes', () => {
    for (const host of [software, nothing]) expect(automaticEngine(experimentOf(), host)).toMatchObject({ engine: 'reduced', why: expect.stringContaining('exact law') as string });
    expect(automaticEngine(experimentOf(), software).why).toContain('software');
  });

  it('is the exact law where the weights are more than the adapter holds', () => {
    const choice = automaticEngine(experimentOf({ dimension: 1e9 }), card);
    expect(choice).toEqual({ engine: 'reduced', why: expect.stringMatching(/^The weights are 32 GB, more than the graphics adapter holds\./) as string });
    expect(automaticEngine(experimentOf({ dimension: 1e12 }), software).engine).toBe('reduced');
  });

  it('is another where the law is not exact: batches used again, more than 16 neurons', () => {
    for (const part of [{ reuse: 2 }, { reuse: 'all' as const }, { width: 17 }]) {
      for (const host of [software, nothing]) expect(automaticEngine(experimentOf(part), host).engine).toBe('reference');
      expect(automaticEngine(experimentOf(part), card).engine).toBe('dense');
      expect(cpuEngine(experimentOf(part))).toBe('reference');
    }
    expect(refusedByRules(experimentOf({ reuse: 2 }), 'reduced')).toMatch(/^training\.reuse is 2; allowed: 1 with the engine "reduced"/);
    expect(refusedByRules(experimentOf({ width: 17 }), 'reduced')).toContain('student.width');
  });
});

describe('what a machine offers', () => {
  const without = { gpu: () => Promise.reject(new NoWebGPU('no adapter here')) };
  const refusals = async (experiment: Experiment): Promise<Record<string, string | null>> =>
    Object.fromEntries((await engineOffers(experiment, without)).map(({ engine, refusal }) => [engine, refusal]));

  it('is every engine served, with a sentence where it cannot', async () => {
    const offers = await refusals(experimentOf());
    expect(Object.keys(offers)).toEqual([...engineNames]);
    expect(offers).toMatchObject({ dense: 'no adapter here', reference: null, reduced: null });
  });

  it('names the key: too large a dimension, a batch used again', async () => {
    expect(await refusals(experimentOf({ dimension: 1e9 }))).toMatchObject({ reference: expect.stringContaining('data.dimension: found 1000000000') as string, reduced: null });
    expect(await refusals(experimentOf({ reuse: 2 }))).toMatchObject({ reduced: expect.stringContaining('training.reuse') as string, reference: null });
  });
});
