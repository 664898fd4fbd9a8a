// How many directions a link's own words name.

/** The largest r of a z_r that occurs; 1 for a constant. */
export const writtenDirections = (link: string): number => Math.max(1, ...(link.match(/\bz\d+\b/g) ?? []).map((name) => Number(name.slice(1))));
