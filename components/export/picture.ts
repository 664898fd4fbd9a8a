// A figure's picture as PNG.

import type { Scheme } from '../chart/colours.ts';
import { paintScene } from '../chart/paint.ts';
import type { Scene } from '../chart/scene.ts';
import { withText } from './png-text.ts';

/** With a text of that name inside, unless it is empty. Draws on a canvas rather than through an image, which a strict Content Security Policy would refuse to load. */
export async function pngOf(scene: Scene, scale: number, scheme: Scheme, name: string, text: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scene.width * scale);
  canvas.height = Math.round(scene.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2-D canvas to draw the picture on');
  paintScene(scene, context, scale, scheme);
  const drawn = await new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`a picture of ${canvas.width} × ${canvas.height} pixels is more than this browser can write`))), 'image/png');
  });
  return text ? new Blob([withText(new Uint8Array(await drawn.arrayBuffer()), name, text)], { type: 'image/png' }) : drawn;
}
