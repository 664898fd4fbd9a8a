// A vite plugin for a script that is no module: browsers read one in the encoding of the page that has it, and a page that does not say
// which has not UTF-8. Modules are UTF-8 wherever they are. Strings, templates, patterns and names take `\u2014` for the character.

export const ascii = () => ({
  name: 'plateau-ascii',
  // After minifying, which writes characters out again.
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      if (/String\.raw|(?<!\\)\\[^\0-\x7f]/.test(chunk.code)) throw new Error(`${chunk.fileName}: what String.raw is given, or stands behind a \\, cannot be written in ASCII so`);
      chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
});
