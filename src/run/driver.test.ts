import { expect, test } from 'vitest';
import type { Checkpoint, Engine, Snapshot } from '../engines/engine.ts';
import type { EngineHost, OpenOptions } from '../engines/open.ts';
import { parseExperiment, type Experiment } from '../experiment/experiment.ts';
import { DeviceLost } from '../gpu/device.ts';
import { openDriver } from './driver.ts';
import { runExperiment } from './run.ts';

const experimentOf = (steps: number, record: object = { every: 1 }) =>
  parseExperiment({
    target: { link: 'z1' }, student: { width: 1, activation: 'x' }, data: { dimension: 10 },
    training: { batch: 4, learningRate: 0.1, steps }, record, engine: 'reference',
  });

interface Fake {
  readonly host: EngineHost;
  readonly opened: (Checkpoint | undefined)[];
  readonly advanced: number[];
  disposed: number;
}

/** A chain whose weight doubles modulo a prime: a step's value says whether all steps before it were made once. */
function fake({ loseAt = [], milliseconds = 0, onOpen }: { loseAt?: number[]; milliseconds?: number; onOpen?: (options?: OpenOptions) => void } = {}): Fake {
  const left = [...loseAt];
  const result: Fake = { host: null!, opened: [], advanced: [], disposed: 0 };
  const open = async (_: Experiment, options?: OpenOptions): Promise<Engine> => {
    onOpen?.(options);
    result.opened.push(options?.checkpoint);
    let [step, weight] = [options?.checkpoint?.step ?? 0, options?.checkpoint?.state[0] ?? 1];
    const now = (): Snapshot => ({ step, M: Float64Array.of(weight), Q: Float64Array.of(1), readout: Float64Array.of(1), risk: weight });
    return {
      get step() {
        return step;
      },
      riskKind: 'population', adapter: null, bytes: 8,
      async advance(steps, record = () => false) {
        result.advanced.push(steps);
        const snapshots: Snapshot[] = [];
        for (let i = 0; i < steps; i++) {
          if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
          step++;
          weight = (2 * weight) % 10007;
          if (left[0] === step) {
            left.shift();
            throw new DeviceLost('pulled out');
          }
          if (record(step)) snapshots.push(now());
        }
        return snapshots;
      },
      async read() {
        return now();
      },
      async save() {
        return { step, state: Float64Array.of(weight), readout: Float64Array.of(1), adaptive: null };
      },
      dispose() {
        result.disposed++;
      },
    };
  };
  const host: EngineHost = { open, gpu: () => Promise.reject(new Error('no GPU here')), budget: 7, dispose() {} };
  return Object.assign(result, { host });
}

test('a run reports the initial condition, then each recorded step once', async () => {
  const { host } = fake();
  const { snapshots } = await runExperiment(experimentOf(10, { every: 4 }), { host });
  expect(snapshots.map(({ step, risk }) => [step, risk])).toEqual([[0, 1], [4, 16], [8, 256], [10, 1024]]);
});

test('a lost device is asked for again, and no step is lost, repeated or changed', async () => {
  const whole = await runExperiment(experimentOf(200), { host: fake().host });
  const notices: string[] = [];
  const broken = fake({ loseAt: [1, 30, 31, 150] });
  const { snapshots } = await runExperiment(experimentOf(200), { host: broken.host, onNotice: (message) => notices.push(message) });
  expect(snapshots).toEqual(whole.snapshots);
  expect([broken.opened.length, broken.disposed, notices.length]).toEqual([5, 5, 4]);
  expect(notices[0]).toBe('The GPU device was lost (pulled out); asking for another and going on from step 0.');
});

test('it goes on from its last checkpoint, kept about once a second', async () => {
  const broken = fake({ loseAt: [75], milliseconds: 20 });
  const driver = await openDriver(experimentOf(80), { host: broken.host });
  const steps: number[] = [];
  while (!driver.finished) steps.push(...(await driver.next(40)).map(({ step }) => step));
  driver.dispose();
  expect(steps).toEqual(Array.from({ length: 81 }, (_, i) => i));
  expect(broken.opened[0]).toBeUndefined();
  expect(broken.opened[1]!.step).toBeGreaterThan(10);
  expect(broken.opened[1]!.step).toBeLessThan(75);
});

test('a device that is lost again and again ends the run', async () => {
  const broken = fake({ loseAt: Array.from({ length: 50 }, () => 1) });
  await expect(runExperiment(experimentOf(5), { host: broken.host })).rejects.toThrow(DeviceLost);
  expect(broken.opened).toHaveLength(6);
});

test('an aborted signal stops the run, and a loss after it opens nothing', async () => {
  const controller = new AbortController();
  const broken = fake({ loseAt: [3] });
  const driver = await openDriver(experimentOf(100), { host: broken.host, signal: controller.signal });
  await driver.next(10);
  await driver.next(10, 2);
  const under = driver.next(10, 2);
  controller.abort(new Error('enough'));
  await under.catch(() => undefined);
  await expect(driver.next(10)).rejects.toThrow('enough');
});

test('a block makes at least one step and never more than `most`, nor more than there are', async () => {
  const { host, advanced } = fake();
  const driver = await openDriver(experimentOf(50), { host });
  expect(await driver.next(1000, 3)).toHaveLength(1);
  expect(advanced).toEqual([]);
  for (let i = 0; i < 6; i++) await driver.next(1000, 3);
  expect(Math.max(...advanced)).toBeLessThanOrEqual(3);
  await driver.next(0, 3);
  expect(advanced[advanced.length - 1]).toBe(1);
  while (!driver.finished) await driver.next(1e6);
  expect(advanced.reduce((a, b) => a + b, 0)).toBe(50);
  expect(driver.progress).toMatchObject({ step: 50, steps: 50, etaSeconds: 0 });
});

test('a run of no steps is its initial condition', async () => {
  const { host, advanced } = fake();
  const driver = await openDriver(experimentOf(0), { host });
  expect(driver.finished).toBe(false);
  expect((await driver.next(10)).map(({ step }) => step)).toEqual([0]);
  expect([driver.finished, advanced]).toEqual([true, []]);
});
