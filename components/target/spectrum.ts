// The Hermite spectrum as bars: the share of E h*² that each degree holds. Pure, as the charts are.

import { linearAxis, logAxis, type Axis, type ScaleKind } from '../chart/axis.ts';
import { ramp, type Ink } from '../chart/colours.ts';
import type { Entry } from '../chart/entries.ts';
import { textWidth } from '../chart/figure.ts';
import type { Mark } from '../chart/scene.ts';

export interface Bar {
  readonly degree: number;
  /** Percent of E h*². */
  readonly share: number;
}

export interface Spectrum {
  readonly bars: readonly Bar[];
  /** Percent of E h*² beyond the last degree examined; at least 0. */
  readonly beyond: number;
  readonly scale: ScaleKind;
}

/** Under this share, in percent, a bar on a linear axis is a hairline. */
const hairline = 2;
/** Percent below which what is left over is rounding, not a tail. */
const rounding = 1e-4;

/** `weights`: |T_d|²/E h*² by degree. A linear axis shows them unless something small would not be seen. */
export function spectrumOf(weights: readonly { readonly degree: number; readonly weight: number }[]): Spectrum {
  const bars = weights.map(({ degree, weight }) => ({ degree, share: 100 * weight }));
  const beyond = Math.max(0, 100 - bars.reduce((sum, { share }) => sum + share, 0));
  const seen = bars.filter(({ share }) => share > rounding);
  return { bars, beyond: seen.length > 0 && beyond > rounding ? beyond : 0, scale: seen.some(({ share }) => share < hairline) ? 'log' : 'linear' };
}

/** 100 %, 4.2 %, 0.03 %, < 0.0001 %. */
export function shareWords(share: number): string {
  if (share <= 1e-12) return '0 %';
  if (share < rounding) return '< 0.0001 %';
  const digits = share >= 99.95 ? '100' : share >= 1 ? share.toPrecision(2 + Number(share >= 10)) : String(Number(share.toPrecision(2)));
  return `${digits} %`;
}

const inks: Readonly<Record<'first' | 'other', Ink>> = { first: ramp(0), other: 'muted' };

const small = 12;
const straight = (x1: number, y1: number, x2: number, y2: number): string => `M${x1} ${y1}L${x2} ${y2}`;
const half = (x: number): number => Math.round(x * 2) / 2;

/** Axes and bars in `width` × `height` pixels; `first` is the information exponent, whose bar stands out. */
export function layOutSpectrum({ bars, scale }: Spectrum, first: number | null, width: number, height: number): Mark[] {
  const [top, bottom] = [44, height - 40];
  const shown = bars.filter(({ share }) => share > rounding).map(({ share }) => share);
  const y: Axis = scale === 'log' ? logAxis([Math.min(...shown) / 2, 100], [bottom, top]) : linearAxis([0, 100], [bottom, top]);
  const left = Math.ceil(Math.max(20, ...y.ticks.map(({ label }) => textWidth(label)))) + 12;
  const slot = (width - left - 4) / Math.max(bars.length, 1);
  const thickness = Math.min(36, slot * 0.6);
  const marks: Mark[] = y.ticks.flatMap((tick): Mark[] => [
    { kind: 'path', d: straight(left, half(tick.at), width, half(tick.at)), stroke: 'line', width: 1, opacity: 0.6 },
    { kind: 'text', x: left - 8, y: tick.at + 4, text: tick.label, anchor: 'end', ink: 'muted', size: small },
  ]);
  bars.forEach(({ degree, share }, i) => {
    const x = left + slot * (i + 0.5);
    const label = degree === first ? `${degree} = ℓ` : String(degree);
    marks.push({ kind: 'text', x, y: bottom + 18, text: slot < 34 ? String(degree) : label, anchor: 'middle', ink: degree === first ? 'ink' : 'muted', size: small });
    if (!(share > rounding)) return;
    const height = bottom - y.place(share);
    const d = `M${half(x - thickness / 2)} ${bottom}v-${height.toFixed(1)}h${half(thickness)}v${height.toFixed(1)}z`;
    marks.push({ kind: 'path', d, fill: degree === first ? inks.first : inks.other, opacity: degree === first ? 1 : 0.55 });
    const words = shareWords(share);
    // A label may reach over the place of a neighbour that has no bar.
    const free = [bars[i - 1], bars[i + 1]].filter((neighbour) => !((neighbour?.share ?? 0) > rounding)).length;
    if (textWidth(words, 11) < slot * (1 + free / 2) + 6) marks.push({ kind: 'text', x, y: bottom - height - 5, text: words, anchor: 'middle', ink: 'ink', size: 11 });
  });
  marks.push(
    { kind: 'path', d: straight(left, half(bottom), width, half(bottom)), stroke: 'muted', width: 1 },
    { kind: 'text', x: 0, y: 13, text: `share of E h*², %${scale === 'log' ? ' (log axis)' : ''}`, ink: 'muted', size: small },
    { kind: 'text', x: width, y: bottom + 36, text: 'degree of the Hermite polynomials', anchor: 'end', ink: 'muted', size: small },
  );
  return marks;
}

/** One sentence on the figure, for those who do not see it. */
export function spectrumWords({ bars, beyond }: Spectrum): string {
  const seen = bars.filter(({ share }) => share > rounding);
  if (seen.length === 0) return 'No degree holds anything.';
  const list = seen.map(({ degree, share }) => `degree ${degree} holds ${shareWords(share)}`).join(', ');
  return `Of E h*², ${list}${beyond ? `, and higher degrees ${shareWords(beyond)}` : ''}.`;
}

/** `first`: the information exponent, as above. */
export function legendOf({ bars }: Spectrum, first: number | null): Entry[] {
  const entry = (fill: Ink, opacity: number, name: string): Entry => ({ name, swatch: [{ kind: 'path', d: 'M7 0h12v12h-12z', fill, opacity }] });
  return [
    ...(first === null ? [] : [entry(inks.first, 1, `lowest degree, ℓ = ${first}`)]),
    ...(bars.some(({ degree, share }) => share > 0 && degree !== first) ? [entry(inks.other, 0.55, 'other degrees')] : []),
  ];
}

/** "4.2 % lies beyond degree 6."; empty where nothing does. */
export const beyondWords = ({ beyond, bars }: Spectrum): string => (beyond ? `${shareWords(beyond)} lies beyond degree ${bars.at(-1)?.degree ?? 0}.` : '');
