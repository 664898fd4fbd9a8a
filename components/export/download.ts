// From a picture or a text to a file in the reader's downloads.

import { paintScene } from '../chart/paint.ts';
import type { Scene } from '../chart/scene.ts';
import type { Scheme } from '../chart/colours.ts';
import { withText } from './png-text.ts';

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; a second is for browsers that are slow to open the blob.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const textFile = (pieces: string[], type: string): Blob => new Blob(pieces, { type: `${type};charset=utf-8` });

/** With `experiment` as a text of that name inside. Draws on a canvas rather than through an image, which a strict Content Security Policy would refuse to load. */
export async function pngOf(scene: Scene, scale: number, scheme: Scheme, experiment: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(scene.width * scale);
  canvas.height = Math.round(scene.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives no 2-D canvas to draw the picture on');
  paintScene(scene, context, scale, scheme);
  const drawn = await new Promise<Blob>((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(`a picture of ${canvas.width} × ${canvas.height} pixels is more than this browser can write`))), 'image/png');
  });
  return new Blob([withText(new Uint8Array(await drawn.arrayBuffer()), 'experiment', experiment)], { type: 'image/png' });
}
