import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../experiment/experiment.ts';
import { openMatrixFree } from './matrix-free.ts';
import { openMatrixFreeRuns } from './runs.ts';

const document = {
  target: { link: 'tanh(z1 + He3(z2))', directions: 2 },
  student: { width: 2, activation: 'erf(x/sqrt(2))', readout: 'alternating', scaling: 'sqrt' },
  data: { dimension: 60 },
  training: { constraint: 'none', batch: 180, reuse: 'all', learningRate: 0.6, steps: 4 },
  engine: 'matrix-free',
};
const experiment = parseExperiment(document);

describe('many seeds of a run that reuses its batch', () => {
  it('are those of the engine, to the last bit, and each its own', async () => {
    const runs = openMatrixFreeRuns(experiment);
    expect(runs.riskKind).toBe('population');
    const ends: number[] = [];
    for (const seed of [3, 4, 3]) {
      const engine = await openMatrixFree({ ...experiment, seed });
      const expected = [await engine.read(), ...(await engine.advance(4, (step) => step !== 2))];
      expect(await runs.run(seed, [0, 1, 3, 4])).toEqual(expected);
      ends.push(expected[3].M[0]);
    }
    expect(ends[0]).toBe(ends[2]);
    expect(ends[0]).not.toBe(ends[1]);
  });

  it('begin where they are asked to, and may be asked for nothing', async () => {
    const runs = openMatrixFreeRuns(experiment);
    expect((await runs.run(1, [2, 4])).map(({ step }) => step)).toEqual([2, 4]);
    expect(await runs.run(1, [])).toEqual([]);
  });

  it('are refused where several at once would hold too much, with what is allowed', () => {
    // Columns of 180 entries in float64: 2 + 2·4 of G, 2·4 of V, and 3 more.
    expect(() => openMatrixFreeRuns(experiment, { mostBytes: 180 * 8 * 21 })).not.toThrow();
    expect(() => openMatrixFreeRuns({ ...experiment, training: { ...experiment.training, batch: 10 ** 6 } }, { mostBytes: 5e7 }))
      .toThrow(/^training\.batch: found 1000000; one seed would hold \d+ MB .* up to 50 MB$/);
  });

  it('end within a run when they are no longer wanted', async () => {
    const closed = new AbortController();
    const large = parseExperiment({ ...document, training: { ...document.training, batch: 20_000, steps: 50 } });
    const run = openMatrixFreeRuns(large, { signal: closed.signal }).run(1, [0, 50]);
    closed.abort(new Error('closed'));
    await expect(run).rejects.toThrow('closed');
  });
});
