// A vite plugin for builds without a bundler behind them: leaves out what only people who read the source, or editors, have use for.

/** The schema's titles and descriptions are for the JSON schema that editors read. What is allowed is said in errors, and stays. */
const schema = (code) =>
  code
    .replace(/,\s*v\.(?:title|description)\((?:'[^'\n]*'|`[^`\n]*`|\w+)\)/g, '')
    // The first two words that each leaf is made with; keys that exclude each other are none.
    .replace(/\b(?!either\b)(\w+)\('[^'\n]*', (?:'[^'\n]*'|`[^`\n]*`)/g, "$1('', ''")
    .replace(/\b(title|description): '[^'\n]*'/g, "$1: ''");

/** Styles without what a browser passes over: comments, the last semicolon of a rule, white space beside a mark. Strings stay as they are. */
const styles = (text) =>
  text.replace(
    /('[^']*'|"[^"]*")|\/\*.*?\*\/\s*|\s*;?\s*(\})\s*|\s*([{;,])\s*|(:)\s+|(\s)\s*/gs,
    (_, string, end, mark, colon, space) => string ?? end ?? mark ?? colon ?? (space && ' ') ?? '',
  );

/** Indentation. In a page, any white space is one space. */
const markup = (text) => text.replace(/\s*\n\s*/g, '\n');

/** What a tagged template says until its first value, or its end. */
const tagged = (tags) => new RegExp(`\\b(?:${tags})\`[^\`$]*(?:\\$\\{|\`)`, 'g');

export const slim = () => ({
  name: 'plateau-slim',
  enforce: 'pre',
  transform(code, id) {
    if (/\/src\/experiment\/(?:schema|leaves)\.ts$/.test(id)) return schema(code);
    if (/\/components\/.*\.ts$/.test(id)) return code.replace(tagged('css'), styles).replace(tagged('html|svg'), markup);
    return null;
  },
});
