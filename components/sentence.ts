/** A reason as a sentence of its own: a capital where it begins with a word, and a full stop. */
export const sentence = (text: string): string => text.replace(/^[a-z](?=[a-z ])/, (letter) => letter.toUpperCase()) + (/[.!?]$/.test(text) ? '' : '.');
