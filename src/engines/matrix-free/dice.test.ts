import { expect, test } from 'vitest';
import { NOISE, seededDice } from './dice.ts';

test('each address has numbers of its own, the same whenever they are asked for', () => {
  const column = (seed: number, batch: number, column: number, block: number) => {
    const out = new Float64Array(5);
    seededDice(seed).column(out, 5, batch, column, block);
    return [...out].join(' ');
  };
  const triangle = (seed: number, batch: number, move: number) => {
    const out = new Float64Array(4);
    seededDice(seed).triangle(out, 2, 1000, batch, move);
    return [...out].join(' ');
  };
  const far = 2 ** 32 - 1;
  const columns = [[1, 0, 0, 0], [2, 0, 0, 0], [1, 1, 0, 0], [1, far, 0, 0], [1, 0, 1, 0], [1, 0, NOISE, 0], [1, 0, 0, 1], [1, 0, 0, far]] as const;
  const triangles = [[1, 0, 0], [2, 0, 0], [1, 1, 0], [1, far, 0], [1, 0, 1], [1, 0, far]] as const;
  const drawn = [...columns.map(([seed, batch, index, block]) => column(seed, batch, index, block)), ...triangles.map(([seed, batch, move]) => triangle(seed, batch, move))];
  expect(new Set(drawn).size).toBe(columns.length + triangles.length);
  const dice = seededDice(1);
  const out = new Float64Array(5);
  dice.triangle(out, 2, 1000, 3, 4);
  dice.column(out, 5, 1, 0, 0);
  expect([...out].join(' ')).toBe(drawn[2]);
});
