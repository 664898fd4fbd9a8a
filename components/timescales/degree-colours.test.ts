import { expect, it } from 'vitest';
import type { Scheme } from '../chart/colours.ts';
import { fixedColour } from '../chart/fixed-colour.ts';
import { degreeInk } from './degree-colours.ts';

type Triple = readonly number[];
type Matrix = readonly Triple[];
const times = (matrix: Matrix, v: Triple): number[] => matrix.map((row) => row.reduce((sum, value, i) => sum + value * v[i], 0));

const linear = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));

/** How people without one kind of cone see linear sRGB, severity 1 (Machado, Oliveira and Fernandes 2009, table 1). */
const eyes: Record<string, Matrix> = {
  'all cones': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  'no red': [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  'no green': [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  'no blue': [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** Linear sRGB to Oklab (Ottosson 2020): distances in it are those people see, black to white being 1. */
function oklab(rgb: Triple): number[] {
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], rgb);
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], cones.map(Math.cbrt));
}

const luminance = (hex: string): number => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];
const grounds: Record<Scheme, string> = { light: '#ffffff', dark: '#14171a' };

it.each(['light', 'dark'] as const)('tell degrees apart and stand out from a %s ground, whatever cones the eye has', (scheme) => {
  const colours = Array.from({ length: 11 }, (_, k) => fixedColour(degreeInk(k), scheme));
  for (const colour of colours) {
    const [low, high] = [luminance(colour), luminance(grounds[scheme])].toSorted((a, b) => a - b);
    // WCAG 2.2, 1.4.11: graphics.
    expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(3);
  }
  for (const seen of Object.values(eyes)) {
    const places = colours.map((colour) => oklab(times(seen, linear(colour)).map((c) => Math.min(Math.max(c, 0), 1))));
    for (let k = 0; k < 11; k++)
      for (let l = 0; l < k; l++) {
        const least = k <= 5 || k === l + 1 ? 0.1 : 0.05;
        expect(Math.hypot(...places[k].map((value, i) => value - places[l][i])), `degrees ${l} and ${k}`).toBeGreaterThan(least);
      }
  }
});

it('goes round', () => expect(degreeInk(11)).toEqual(degreeInk(0)));
