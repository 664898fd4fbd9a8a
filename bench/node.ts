// A child process is one contender in Node: its name is the argument, orders and answers are messages.

import { openNodeGpu } from '../src/cli/gpu.ts';
import type { Contender } from './contender.ts';
import { plain } from './contenders/plain.ts';
import { plateauDense, plateauReference } from './contenders/plateau.ts';
import { session, type Session } from './session.ts';

export interface Order {
  readonly id: number;
  readonly method: keyof Session;
  readonly argument: unknown;
}

const contenders: Record<string, () => Contender | Promise<Contender>> = {
  'plateau-node': async () => plateauDense((await openNodeGpu()).gpu),
  'plateau-owned-node': async () => plateauDense((await openNodeGpu()).gpu, 'owned'),
  'plateau-regenerated-node': async () => plateauDense((await openNodeGpu()).gpu, 'regenerated'),
  'reference-node': plateauReference,
  'plain-node': plain,
};

const bench = contenders[process.argv[2]]();
process.on('message', ({ id, method, argument }: Order) => {
  const answer = async () => (session(await bench)[method] as (argument: unknown) => Promise<unknown>)(argument);
  answer().then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
