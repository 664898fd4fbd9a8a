import { expect, it } from 'vitest';
import { itemsOf } from './entries.ts';
import { moved, swatchMarks } from './legend.ts';
import type { Mark } from './scene.ts';

it('moves whatever a path has by absolute places, and leaves what is relative', () => {
  const path = (d: string): Mark => ({ kind: 'path', d, clip: { x: 1, y: 2, width: 30, height: 40 } });
  expect(moved(path('M1 2L3,-4.5H6 8V7 9c1 1 2 2 3 3a4 4 0 1 0 8 0zM0 11C7 11 8 1 13 1S19 11 26 11'), 100, 10)).toEqual({
    kind: 'path', d: 'M101 12L103,5.5H106 108V17 19c1 1 2 2 3 3a4 4 0 1 0 8 0zM100 21C107 21 108 11 113 11S119 21 126 21', clip: { x: 101, y: 12, width: 30, height: 40 },
  });
  const text: Mark = { kind: 'text', x: 5, y: 6, text: 'V', ink: 'ink', size: 12 };
  expect(moved(text, 1, 1)).toEqual({ ...text, x: 6, y: 7 });
});

it('puts a swatch where a file’s legend wants its left end and its middle', () => {
  const [item] = itemsOf([{ name: 'a line', swatch: [{ kind: 'path', d: 'M0 6h26', stroke: 'ink' }] }]);
  expect(item.name).toBe('a line');
  expect(swatchMarks(item, 16, 200)).toEqual([{ kind: 'path', d: 'M16 200h26', stroke: 'ink' }]);
});
