// Pictures for files: as SVG, and on a canvas for PNG.

import type { Scheme } from './colours.ts';
import { fixedColour } from './fixed-colour.ts';
import type { Mark, Scene } from './scene.ts';

const fontFamily = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** What a picture is painted on where it cannot be transparent. */
const ground: Record<Scheme, string> = { light: '#ffffff', dark: '#14171a' };

const round = (value: number): number => Math.round(value * 100) / 100;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]);

function markToSvg(mark: Mark, scheme: Scheme): string {
  if (mark.kind === 'text') {
    const weight = mark.bold ? ' font-weight="600"' : '';
    const place = `x="${round(mark.x)}" y="${round(mark.y)}" text-anchor="${mark.anchor ?? 'start'}"`;
    const halo = mark.halo ? ` stroke="${ground[scheme]}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
    return `<text ${place}${halo} font-size="${mark.size}"${weight} fill="${fixedColour(mark.ink, scheme)}">${escapeXml(mark.text)}</text>`;
  }
  const paint = [`fill="${mark.fill ? fixedColour(mark.fill, scheme) : 'none'}"`];
  if (mark.stroke) {
    paint.push(`stroke="${fixedColour(mark.stroke, scheme)}" stroke-width="${mark.width ?? 1}" stroke-linejoin="round"`);
    if (mark.dash?.length) paint.push(`stroke-dasharray="${mark.dash.join(' ')}"`);
  }
  if (mark.opacity !== undefined && mark.opacity < 1) paint.push(`opacity="${mark.opacity}"`);
  return `<path d="${mark.d}" ${paint.join(' ')}/>`;
}

/** Neighbours with one frame stand in an `<svg>` of their own, which cuts them off: there are no ids that two files in one page could share. */
function marksToSvg(marks: readonly Mark[], scheme: Scheme): string[] {
  const lines: string[] = [];
  let frame = '';
  for (const mark of marks) {
    const { x, y, width, height } = mark.clip ?? { x: 0, y: 0, width: 0, height: 0 };
    const next = mark.clip ? `<svg x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" viewBox="${[x, y, width, height].map(round).join(' ')}" overflow="hidden">` : '';
    if (next !== frame) lines.push(...(frame ? ['</svg>'] : []), ...(next ? [next] : []));
    frame = next;
    lines.push(markToSvg(mark, scheme));
  }
  return frame ? [...lines, '</svg>'] : lines;
}

/**
 * A file that opens alone: every style is an attribute. On light its ground stays transparent; a viewer's own is light, so that for
 * dark is painted. `metadata` is kept beside the picture, as text.
 */
export function sceneToSvg(scene: Scene, scheme: Scheme = 'light', metadata = ''): string {
  const { width, height } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family='${fontFamily}'>`,
    `<title>${escapeXml(scene.title)}</title>`,
    `<desc>${escapeXml(scene.description)}</desc>`,
    ...(metadata ? [`<metadata>${escapeXml(metadata)}</metadata>`] : []),
    ...(scheme === 'dark' ? [`<path d="M0 0h${width}v${height}h${-width}z" fill="${ground.dark}"/>`] : []),
    ...marksToSvg(scene.marks, scheme),
    '</svg>',
    '',
  ].join('\n');
}

/** The part of a 2-D canvas that a picture needs. */
export type Canvas2D = Pick<
  OffscreenCanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineJoin' | 'globalAlpha' | 'font' | 'textAlign' | 'fillText' | 'strokeText' | 'fill' | 'stroke' | 'setLineDash' | 'scale' | 'fillRect' | 'save' | 'restore' | 'clip'
>;

/** The same picture on a canvas, `scale` device pixels to a pixel, on a plain ground (a transparent PNG is unreadable on half of all slides). */
export function paintScene(scene: Scene, context: Canvas2D, scale: number, scheme: Scheme = 'light'): void {
  context.scale(scale, scale);
  context.fillStyle = ground[scheme];
  context.fillRect(0, 0, scene.width, scene.height);
  context.lineJoin = 'round';
  for (const mark of scene.marks) {
    context.save();
    if (mark.clip) {
      const frame = new Path2D();
      frame.rect(mark.clip.x, mark.clip.y, mark.clip.width, mark.clip.height);
      context.clip(frame);
    }
    paintMark(mark, context, scheme);
    context.restore();
  }
}

function paintMark(mark: Mark, context: Canvas2D, scheme: Scheme): void {
  if (mark.kind === 'text') {
    context.fillStyle = fixedColour(mark.ink, scheme);
    context.font = `${mark.bold ? '600 ' : ''}${mark.size}px ${fontFamily}`;
    context.textAlign = mark.anchor === 'middle' ? 'center' : (mark.anchor ?? 'start');
    if (mark.halo) {
      context.strokeStyle = ground[scheme];
      context.lineWidth = 3;
      context.strokeText(mark.text, mark.x, mark.y);
    }
    context.fillText(mark.text, mark.x, mark.y);
    return;
  }
  const path = new Path2D(mark.d);
  context.globalAlpha = mark.opacity ?? 1;
  if (mark.fill) {
    context.fillStyle = fixedColour(mark.fill, scheme);
    context.fill(path);
  }
  if (mark.stroke) {
    context.strokeStyle = fixedColour(mark.stroke, scheme);
    context.lineWidth = mark.width ?? 1;
    context.setLineDash([...(mark.dash ?? [])]);
    context.stroke(path);
  }
}
