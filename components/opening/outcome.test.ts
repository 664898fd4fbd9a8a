import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import { openingExperiment } from './experiment.ts';
import { outcomeOf, outcomeWords, tallyWords } from './outcome.ts';

const trace = (...max: number[]) => ({ steps: max.map((_, i) => i), max });

describe('what is said of a run', () => {
  it('is still on its plateau', () => {
    expect(outcomeWords(outcomeOf(trace(0.06, 0.1, 0.2)))).toBe('Still on the plateau: max |M| is 0.20 at step 2.');
  });

  it('escaped and stayed', () => {
    expect(outcomeWords(outcomeOf(trace(0.06, 0.31, 0.9, 0.95)))).toBe('Left the plateau at step 1; max |M| is 0.95 at step 3.');
  });

  it('escaped and collapsed', () => {
    expect(outcomeWords(outcomeOf(trace(0.06, 0.31, 0.9, 0.2, 0.05)))).toBe('Left the plateau at step 1, collapsed at step 3; max |M| is 0.05 at step 4.');
  });

  it('collapsed and rose again', () => {
    expect(outcomeWords(outcomeOf(trace(0.06, 0.7, 0.2, 0.5, 0.8)))).toContain('collapsed at step 2, rose again by step 4');
  });

  it('does not call it a collapse to wander about the threshold on the way up', () => {
    expect(outcomeOf(trace(0.06, 0.31, 0.28, 0.4, 0.8)).lost).toBeNull();
  });

  it('counts seeds', () => {
    const [kept, lost] = [outcomeOf(trace(0.06, 0.9, 0.9)), outcomeOf(trace(0.06, 0.9, 0.1))];
    expect(tallyWords([kept, kept, lost])).toBe('Of 3 seeds tried, all escaped and 1 collapsed.');
    expect(tallyWords([kept, kept])).toBe('Of 2 seeds tried, all escaped and none collapsed.');
  });
});

describe('the opening comparison', () => {
  it('is the published figure where the GPU can: d = 256, n = 16384, γ = 0.512, 50 steps', () => {
    const { data, training } = openingExperiment('square', 7, 'paper');
    expect([data.dimension, training.batch, training.learningRate, training.steps]).toEqual([256, 16384, 0.512, 50]);
  });

  it('differs between its sides in the loss alone', () => {
    for (const size of ['paper', 'small'] as const) {
      const [a, b] = [openingExperiment('correlation', 3, size), openingExperiment('square', 3, size)];
      expect({ ...a, training: { ...a.training, loss: 'square' } }).toEqual(b);
      expect(parseExperiment(b)).toEqual(b);
    }
  });

  it('keeps the batch exponent 1.75 in fewer dimensions', () => {
    const { data, training } = openingExperiment('square', 1, 'small');
    expect(Math.log(training.batch) / Math.log(data.dimension)).toBeCloseTo(1.75, 3);
  });
});
