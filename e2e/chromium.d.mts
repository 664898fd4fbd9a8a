export const plainFlags: string[];
export const webgpuFlags: string[];
export function findChromium(): string | null;
export function ensureChromium(): string;
