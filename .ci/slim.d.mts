import type { Plugin } from 'vite';

export function slim(): Plugin & { transform(code: string, id: string): string | null };
