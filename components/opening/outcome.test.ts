import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import { startBands, type Bands } from '../../src/run/ensemble-bands.ts';
import { mu, openingExperiment } from './experiment.ts';
import { outcomeOf, outcomeWords, theoryOutcome } from './outcome.ts';
import { seedsWords } from './words.ts';

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
});

describe('what is said of theory', () => {
  const path = (...max: number[]) => max.map((overlap, step) => ({ step, M: Float64Array.of(overlap), Q: Float64Array.of(1), readout: Float64Array.of(1), risk: 1 }));

  it('says what becomes of its path, without numbers that the figure has', () => {
    expect(theoryOutcome(path(0.06, 0.1))).toBe('Theory, without chance: on the plateau to step 1.');
    expect(theoryOutcome(path(0.06, 0.4, 0.9, 0.1))).toBe('Theory, without chance: leaves the plateau at step 1, collapses at step 3.');
    expect(theoryOutcome(path(0.06, 0.4, 0.9, 0.1, 0.8))).toContain('collapses at step 3, rises again by step 4.');
  });

  it('waits for its first step', () => {
    expect([theoryOutcome([]), theoryOutcome(path(0.06))]).toEqual(['', '']);
  });
});

describe('what is said of the seeds', () => {
  const bandsOf = (ends: readonly number[]): Bands => {
    const keeper = startBands([0, 1, 2], 100);
    // Each ends at its own overlap; those of index 0, 2, 4 … leave the plateau at step 1, the others at step 2 if they end high.
    ends.forEach((end, i) => keeper.add({ seed: i, M: Float64Array.of(0.06, i % 2 ? 0.1 : -0.4, end), risk: Float64Array.of(1, 1, 1) }));
    return keeper.bands();
  };

  it('all left, some fell', () => {
    expect(seedsWords(bandsOf([0.9, 0.8, 0.05]))).toBe('Of 3 seeds all left the plateau, half of them by step 1. At step 2 the median of max M is 0.800, and 1 of 3 is below 0.2.');
  });

  it('few left, and half of them is no step at all', () => {
    expect(seedsWords(bandsOf([0.1, 0.1, 0.1, 0.25]))).toBe('Of 4 seeds 2 left the plateau. At step 2 the median of max M is 0.100, and 3 of 4 are below 0.2.');
  });

  it('none fell', () => {
    expect(seedsWords(bandsOf([0.9, 0.9]))).toContain('all left the plateau, half of them by step 2. At step 2 the median of max M is 0.900, and none is below 0.2.');
  });

  it('waits for the second seed', () => {
    expect(seedsWords(bandsOf([0.9]))).toBe('The first seeds are running.');
  });
});

describe('the opening comparison', () => {
  it('is the published figure: d = 256, n = 16384 = d^1.75, γ = 0.512, 50 steps', () => {
    const { data, training, student } = openingExperiment('square', 7, 'reduced');
    expect([data.dimension, training.batch, training.learningRate, training.steps, student.width]).toEqual([256, 16384, 0.512, 50, 4]);
    expect(data.dimension ** mu).toBeCloseTo(training.batch, 8);
  });

  it('differs between its sides in the loss alone', () => {
    const [a, b] = [openingExperiment('correlation', 3, 'dense'), openingExperiment('square', 3, 'dense')];
    expect({ ...a, training: { ...a.training, loss: 'square' } }).toEqual(b);
    expect(parseExperiment(b)).toEqual(b);
  });
});
