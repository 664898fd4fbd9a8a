import type { ReactiveControllerHost } from 'lit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseExperiment } from '../../src/experiment/experiment.ts';
import type { SimulationEvents } from '../../src/run/contract.ts';
import { sizeOf } from '../../src/theory/dmft/size.ts';
import { viewOf } from '../testing.ts';
import { TheoryController } from './theory-controller.ts';
import { theoryOf, type Terms } from './theory-experiment.ts';
import { refusesTheory, theoryLabel, theoryStops } from './theory-words.ts';

const opened = vi.hoisted(() => [] as { experiment: unknown; events: SimulationEvents; options: unknown; closed: boolean }[]);
vi.mock('../../src/run/simulation.ts', () => ({
  openSimulation(experiment: unknown, events: SimulationEvents, options: unknown) {
    const one = { experiment, events, options, closed: false };
    opened.push(one);
    return { close: () => (one.closed = true) };
  },
}));

const view = viewOf(2, 1, [0, 1, 2, 3]);
const experiment = view.experiment!;
const terms = parseExperiment({ ...experiment, theory: {} }).theory!;

describe('the experiment of theory', () => {
  it('is the run’s own, from the run’s own start, and a valid one', () => {
    const theory = theoryOf({ ...experiment, seed: 7 }, null, view.snapshots[0]);
    expect(theory).toEqual({ ...experiment, engine: 'theory', seed: 1, theory: null, initial: { M: [[0], [0]], Q: [[1, 0.1], [0.1, 1]] } });
    expect(parseExperiment(theory)).toEqual(theory);
  });

  it('has a name that says which terms it is without', () => {
    const label = (theory: Terms): string => theoryLabel({ ...experiment, theory });
    expect(label(null)).toBe('theory (overlap process)');
    expect(label({ ...terms, signal: false, intraBatch: false })).toBe('theory (overlap process, without signal and intra-batch term)');
    expect(label({ ...terms, form: 'ode', noise: false, intraBatch: false })).toBe('theory (overlap ODE, without noise)');
    expect(label({ ...terms, noise: 3 })).toBe('theory (overlap process, noise × 3 in place of d/n)');
    expect(label({ ...terms, form: 'dmft', samples: 1e6 })).toBe('theory (DMFT, α = n/d = 4, 10⁶ copies)');
  });

  // 1024 samples in each of three steps.
  const training = (part: object) => ({ ...experiment, training: { ...experiment.training, ...part } });

  it.each([{ reuse: 'all' }, { reuse: 3 }, { reuse: 5 }, { dataset: 1024 }, { reuse: 'all', dataset: 4096 }])('is the mean field of one batch where a run has one: %o', (part) => {
    const kept = training(part);
    const theory = theoryOf(kept, { ...terms, noise: false }, view.snapshots[0]);
    expect(theory).toMatchObject({ engine: 'theory', theory: { form: 'dmft', noise: true, samples: 5e5 }, training: { reuse: 'all', dataset: null, batch: 1024 }, initial: { Q: [[1, 0.1], [0.1, 1]] } });
    expect(parseExperiment(theory)).toEqual(theory);
    expect(refusesTheory(kept, null)).toBeNull();
    expect(theoryOf(kept, { ...terms, form: 'dmft', samples: 5000 }, view.snapshots[0]).theory!.samples).toBe(5000);
  });

  it.each([[2, 2, 6], [2, 2, 60], [4, 1, 30], [16, 8, 6]])('has as many copies as make a line in a page: %i neurons, %i directions, %i steps', (p, k, steps) => {
    const { experiment: long, snapshots } = viewOf(p, k, [0, steps]);
    const { theory } = theoryOf({ ...long!, training: { ...long!.training, reuse: 'all' } }, null, snapshots[0]);
    // What the engine itself refuses, and where it warns of a bias: src/theory/dmft/size.ts.
    const size = sizeOf({ ...long!, theory }, false);
    expect((k + p * steps) / size.copies).toBeLessThan(0.025);
    expect(size.bytes).toBeLessThan(5e8);
  });

  it('is refused in words where batches are used again, and where the run is theory', () => {
    expect(refusesTheory(experiment, null)).toBeNull();
    expect(refusesTheory(training({ reuse: 2 }), null)).toMatch(/one batch at all steps: here batches are reused, and there is more than one/);
    expect(refusesTheory(training({ dataset: 4096 }), null)).toMatch(/fresh batches/);
    expect(refusesTheory(training({ dataset: 4096, reuse: 2 }), { ...terms, form: 'dmft' })).toMatch(/fresh batches/);
    expect(refusesTheory({ ...experiment, engine: 'theory' }, null)).toBe('The run on show is theory itself.');
    const lookAhead = { kind: 'sample', rho: 0.1 } as const;
    expect(refusesTheory(training({ lookAhead }), null)).toMatch(/^Theory is not drawn: training\.lookAhead is /);
    expect(refusesTheory(training({ lookAhead, reuse: 'all' }), null)).toMatch(/^Theory is not drawn: training\.lookAhead is /);
  });

  it('says an engine’s own reason, and how far it came', () => {
    expect(theoryStops('engine: found "theory"; it averages over the fields', null)).toBe('Theory is not drawn: it averages over the fields.');
    expect(theoryStops('step 12: the overlaps ceased to be finite', 11)).toBe('Theory is drawn to step 11: step 12: the overlaps ceased to be finite.');
  });
});

describe('theory beside a run', () => {
  let updates = 0;
  const host = { addController: () => undefined, requestUpdate: () => updates++ } as unknown as ReactiveControllerHost;
  let theory: TheoryController;
  beforeEach(() => {
    vi.useFakeTimers();
    [opened.length, updates] = [0, 0];
    theory = new TheoryController(host);
    return () => vi.useRealTimers();
  });

  it('waits for step 0, is opened aside and once, at the steps that bands have', () => {
    theory.follow({ ...view, snapshots: [] });
    expect(opened).toHaveLength(0);
    theory.follow(view);
    theory.follow({ ...view });
    expect(opened.map(({ options }) => options)).toEqual([{ aside: true, steps: [0, 1, 2, 3] }]);
  });

  it('is the same for another seed from the same start, another for other terms', () => {
    theory.follow(view);
    opened[0].events.onSnapshots!(view.snapshots);
    opened[0].events.onState!('done');
    const again = { ...view, experiment: { ...experiment, seed: 2 }, snapshots: [{ ...view.snapshots[0] }] };
    theory.follow({ ...again, snapshots: [] });
    theory.follow(again);
    expect(opened).toHaveLength(1);
    expect(theory.forCharts).toMatchObject({ label: 'theory (overlap process)', error: null, snapshots: view.snapshots });
    theory.follow(again, { ...terms, form: 'ode' });
    expect(opened).toHaveLength(2);
    expect(theory.forCharts).toBeNull();
  });

  it('closes what it no longer needs, and hears no more of it', () => {
    theory.follow(view);
    theory.follow(null);
    expect(opened[0].closed).toBe(true);
    opened[0].events.onSnapshots!(view.snapshots);
    opened[0].events.onError!('engine: found "theory"; too late');
    vi.runAllTimers();
    expect([theory.forCharts, theory.said, updates]).toEqual([null, '', 0]);
  });

  it('draws a few times a second, and stops after twenty seconds, saying how far it came', () => {
    theory.follow(view);
    for (const snapshot of view.snapshots.slice(0, 3)) opened[0].events.onSnapshots!([snapshot]);
    expect(updates).toBe(0);
    vi.advanceTimersByTime(200);
    expect([updates, theory.forCharts!.snapshots.length, theory.busy]).toEqual([1, 3, true]);
    opened[0].events.onProgress!({ step: 2, steps: 3, elapsedSeconds: 9, stepsPerSecond: 0.1, etaSeconds: 10 });
    vi.advanceTimersByTime(20_000);
    expect(opened[0].closed).toBe(true);
    expect(theory.said).toMatch(/^Theory stops at step 2 of 3, after the 20 s/);
    expect(theory.forCharts).toMatchObject({ error: theory.said });
  });

  it('says a reason and no more where there is nothing to draw', () => {
    theory.follow(view);
    opened[0].events.onError!('engine: found "theory"; neither a closed form nor quadrature does that');
    expect([theory.forCharts, theory.said, theory.busy]).toEqual([null, 'Theory is not drawn: neither a closed form nor quadrature does that.', false]);
  });

  it('holds the kernels of the theory drawn, and says what the engine warns of', () => {
    const kept = { ...view, experiment: { ...experiment, training: { ...experiment.training, reuse: 'all' as const } } };
    theory.follow(kept);
    const tables = { C: [[[[1]]]], Gamma: [[[[1]]]], K: [[[[0]]]] };
    const kernels = { ...tables, sem: tables };
    opened[0].events.onNotice!('theory.samples: 2000 copies leave a bias; 9000 would not');
    opened[0].events.onSnapshots!(view.snapshots);
    opened[0].events.onKernels!(kernels);
    expect(theory.kernels).toEqual({ tables: kernels, experiment: opened[0].experiment });
    opened[0].events.onState!('done');
    expect(theory.said).toBe('Theory: 2000 copies leave a bias; 9000 would not.');
    theory.follow(view);
    expect(theory.kernels).toBeNull();
    opened[0].events.onKernels!(kernels);
    expect(theory.kernels).toBeNull();
  });
});
