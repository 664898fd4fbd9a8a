// A picture as a short list of marks. Lit draws it live, `sceneToSvg` writes it to a file, `paintScene` puts it on a
// canvas: three ways to the same figure.

import { fixedColour, type Ink, type Marker, type Scheme } from './colours.ts';

interface PathMark {
  readonly kind: 'path';
  readonly d: string;
  readonly stroke?: Ink;
  readonly fill?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly ink: Ink;
  readonly size: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** Outlined in the ground's colour, to be read over curves. */
  readonly halo?: boolean;
}

export type Mark = PathMark | TextMark;

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
}

const fontFamily = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** What a picture is painted on where it cannot be transparent. */
const ground: Record<Scheme, string> = { light: '#ffffff', dark: '#14171a' };

const round = (value: number): number => Math.round(value * 100) / 100;

/** Outline of a marker of about 7 px, centred. */
export function markerPath(marker: Marker, x: number, y: number, r = 3.2): string {
  const [cx, cy] = [round(x), round(y)];
  switch (marker) {
    case 'circle':
      return `M${round(cx - r)} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'square':
      return `M${round(cx - r)} ${round(cy - r)}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'triangle':
      return `M${cx} ${round(cy - r * 1.25)}L${round(cx + r * 1.2)} ${round(cy + r)}H${round(cx - r * 1.2)}z`;
    case 'diamond':
      return `M${cx} ${round(cy - r * 1.35)}L${round(cx + r * 1.35)} ${cy}L${cx} ${round(cy + r * 1.35)}L${round(cx - r * 1.35)} ${cy}z`;
  }
}

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

/** A file that opens alone: every style is an attribute, the ground stays transparent. */
export function sceneToSvg(scene: Scene, scheme: Scheme = 'light'): string {
  const { width, height } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family='${fontFamily}'>`,
    `<title>${escapeXml(scene.title)}</title>`,
    `<desc>${escapeXml(scene.description)}</desc>`,
    ...scene.marks.map((mark) => markToSvg(mark, scheme)),
    '</svg>',
    '',
  ].join('\n');
}

/** The part of a 2-D canvas that a picture needs. */
export type Canvas2D = Pick<
  OffscreenCanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineJoin' | 'globalAlpha' | 'font' | 'textAlign' | 'fillText' | 'strokeText' | 'fill' | 'stroke' | 'setLineDash' | 'scale' | 'fillRect'
>;

/** The same picture on a canvas, `scale` device pixels to a pixel, on a plain ground (a transparent PNG is unreadable on half of all slides). */
export function paintScene(scene: Scene, context: Canvas2D, scale: number, scheme: Scheme = 'light'): void {
  context.scale(scale, scale);
  context.fillStyle = ground[scheme];
  context.fillRect(0, 0, scene.width, scene.height);
  context.lineJoin = 'round';
  for (const mark of scene.marks) {
    if (mark.kind === 'text') {
      context.globalAlpha = 1;
      context.fillStyle = fixedColour(mark.ink, scheme);
      context.font = `${mark.bold ? '600 ' : ''}${mark.size}px ${fontFamily}`;
      context.textAlign = mark.anchor === 'middle' ? 'center' : (mark.anchor ?? 'start');
      if (mark.halo) {
        context.strokeStyle = ground[scheme];
        context.lineWidth = 3;
        context.setLineDash([]);
        context.strokeText(mark.text, mark.x, mark.y);
      }
      context.fillText(mark.text, mark.x, mark.y);
      continue;
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
}
