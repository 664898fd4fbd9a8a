// A vite plugin for builds without a bundler behind them: leaves out what only people who read the source, or editors, have use for.

export const slim = () => ({
  name: 'plateau-slim',
  enforce: 'pre',
  transform(code, id) {
    // The schema's descriptions are sentences, for the JSON schema that editors read; what is allowed is said in errors, and stays.
    if (id.endsWith('/src/experiment/schema.ts')) return code.replace(/'[^'\n]{12,}\.'/g, "''");
    // Indentation of styles and templates. In a page, any white space is one space.
    if (/\/components\/.*\.ts$/.test(id)) return code.replace(/\b(css|html|svg)`[^`$]*(?:\$\{|`)/g, (text) => text.replace(/\s*\n\s*/g, '\n'));
    return null;
  },
});
