// A panel for a file: what is cut off on the page is cut off there, and the moment stands in the caption.

import type { FlowTrajectory } from '../../src/run/timescales.ts';
import { itemsOf } from '../chart/entries.ts';
import { sheetScene } from '../chart/legend.ts';
import type { Mark, Scene } from '../chart/scene.ts';
import type { Drawing } from './drawing.ts';
import { timeWords } from './words.ts';

export function panelScene(title: string, flow: FlowTrajectory, at: number, { width, height, layers, within, summary, reading, legend, caption }: Drawing): Scene {
  const { left, top, right, bottom } = within?.box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const cut = (within?.marks ?? []).map((mark): Mark => ({ ...mark, clip: { x: left, y: top, width: right - left, height: bottom - top } }));
  const said = `At ${timeWords(flow, at)}${reading.startsWith('at ') ? ',' : ':'} ${reading.replace(/\.$/, '')}. By ${caption}`;
  return sheetScene({ title, caption: said, description: summary }, { width, height, marks: [...layers.flat(), ...cut] }, itemsOf(legend));
}
