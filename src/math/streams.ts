// Every use of random bits has a stream of its own, in TypeScript and in the kernels.

/** What a draw is for: the last word of the counter, so no two uses ever share a counter. */
export const Stream = { target: 0, student: 1, data: 2, noise: 3, overlaps: 4, steps: 5, columns: 6, triangles: 7, samples: 8, copies: 9, readout: 10, ensembleFields: 64, ensembleWishart: 65, ensembleChi: 66, columnsGpu: 67 } as const;
export type Stream = (typeof Stream)[keyof typeof Stream];
