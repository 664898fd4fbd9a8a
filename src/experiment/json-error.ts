// Where a text ceases to be JSON. Engines word their own errors differently and most give no position.

const SPACE = /[\t\n\r ]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.\w])|(?:true|false|null)(?!\w)/y;

/** In words: what stands at the first place where `text` is not JSON, and its line and column. */
export function jsonErrorAt(text: string): string {
  const at = firstError(text);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const where = `line ${line}, column ${at - before.lastIndexOf('\n')} (position ${at})`;
  if (at >= text.length) return `text that ends too early, at ${where}`;
  return `${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))} at ${where}`;
}

/** Follows the grammar with a stack of its own, so that deep nesting costs memory and no call depth. */
function firstError(text: string): number {
  const closers: string[] = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  // Character by character: a pattern would need stack in proportion to the string.
  const string = () => {
    if (text[at] !== '"') return false;
    at++;
    while (at < text.length && text[at] !== '"' && text[at] >= ' ')
      if (text[at] !== '\\') at++;
      else if (!skip(ESCAPE)) return false;
    if (text[at] !== '"') return false;
    at++;
    return true;
  };
  const key = () => {
    skip(SPACE);
    if (!string()) return false;
    skip(SPACE);
    if (text[at] !== ':') return false;
    at++;
    return true;
  };
  for (;;) {
    // A value: descend into what opens, read what does not.
    skip(SPACE);
    const opener = text[at];
    let empty = false;
    if (opener === '{' || opener === '[') {
      closers.push(opener === '{' ? '}' : ']');
      at++;
      skip(SPACE);
      empty = text[at] === closers[closers.length - 1];
      if (!empty) {
        if (opener === '{' && !key()) return at;
        continue;
      }
    } else if (opener === '"' ? !string() : !skip(WORD)) return at;
    // After a value: close what closes, go on after a comma.
    for (;;) {
      skip(SPACE);
      if (closers.length === 0) return at;
      if (text[at] === closers[closers.length - 1]) {
        closers.pop();
        at++;
        continue;
      }
      if (text[at] !== ',') return at;
      at++;
      if (closers[closers.length - 1] === '}' && !key()) return at;
      break;
    }
  }
}
