// One colour for each Hermite degree, the same in every panel. Degrees are met from below and lie beside their neighbours, so the
// first six, and every two in a row, are the furthest apart; how far, in the eyes of people who see no red, no green or no blue
// too, is what degree-colours.test.ts holds them to. Markers repeat the order.

import { markerOf, type Ink, type Marker } from '../chart/colours.ts';

const light = ['#272833', '#544fe6', '#05573d', '#ef4c01', '#8d598c', '#629167', '#5f46a7', '#55220e', '#013864', '#868618', '#590b8e'];
const dark = ['#a4adb9', '#4062f2', '#73ffe8', '#fb7317', '#9b5c7e', '#e6d420', '#ae7af0', '#ca524b', '#4098b2', '#efeeab', '#e896f6'];

/** Colour of degree k: 0 … 10, and round again above. */
export const degreeInk = (k: number): Ink => ({ light: light[k % light.length], dark: dark[k % dark.length] });

export const degreeMarker = (k: number): Marker => markerOf(k);
