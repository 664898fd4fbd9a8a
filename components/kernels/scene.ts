// The three maps side by side, for a file.

import type { Kernels } from '../../src/run/contract.ts';
import { wrapped } from '../chart/legend.ts';
import type { Mark, Scene } from '../chart/scene.ts';
import { layOutMap } from './map.ts';
import { captionOf, kernelNames, meanings, nameOf, sizeOf, summaryOf, symbols, type Pair } from './words.ts';

const [EDGE, GAP, HEADED] = [16, 22, 64];

interface SceneOptions {
  readonly width: number;
  readonly title: string;
  /** Who computed the kernels. */
  readonly label: string;
}

export function kernelsScene(kernels: Kernels, pair: Pair, { width, title, label }: SceneOptions): Scene {
  const each = Math.floor((width - 2 * EDGE - 2 * GAP) / 3);
  const maps = kernelNames.map((name, n) => {
    const x = EDGE + n * (each + GAP);
    const heading: Mark = { kind: 'text', x, y: HEADED - 10, text: pair === 'all' ? symbols[name] : nameOf(name, { i: pair[0], j: pair[1] }, sizeOf(kernels).p), ink: 'ink', size: 13, bold: true };
    return { heading, map: layOutMap(kernels, name, pair, each, [x, HEADED]) };
  });
  const below = HEADED + Math.max(...maps.map(({ map }) => map.height)) + 14;
  const caption = [
    ...kernelNames.map((name) => `${symbols[name]}: ${meanings[name]}.`),
    ...captionOf(kernels, label, { every: maps[0].map.every, vague: maps.some(({ map }) => map.vague) }),
  ].flatMap((line) => wrapped(line, width - 2 * EDGE, 11));
  return {
    width, height: below + 15 * caption.length, title,
    description: kernelNames.map((name) => summaryOf(kernels, name)).join(' '),
    marks: [
      { kind: 'text', x: EDGE, y: 24, text: title, ink: 'ink', size: 15, bold: true },
      ...maps.flatMap(({ heading, map }) => [heading, ...map.marks]),
      ...caption.map((text, line): Mark => ({ kind: 'text', x: EDGE, y: below + 15 * line, text, ink: 'muted', size: 11 })),
    ],
  };
}
