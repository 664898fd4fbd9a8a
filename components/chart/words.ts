// Numbers as people read them: a true minus sign, powers of ten with raised digits, no digits that mean nothing.

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A true minus, and none before zero. */
const signed = (text: string): string => (text.startsWith('-') ? (Number(text) === 0 ? text.slice(1) : `−${text.slice(1)}`) : text);
const fixed = (value: number, digits: number): string => signed(value.toFixed(digits));
/** So many significant digits without the zeros at the end. */
const significant = (value: number, digits: number): string => signed(String(Number(value.toPrecision(digits))));

const superscript = (n: number): string =>
  (n < 0 ? '⁻' : '') + [...String(Math.abs(n))].map((digit) => raised[Number(digit)]).join('');

/** A tick's label: 0.25, 2,000, 10⁵, 2·10⁻⁴. */
export function formatTick(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e5) return magnitude >= 1000 ? formatCount(value) : significant(value, 6);
  const power = Math.floor(Math.log10(magnitude) + 1e-9);
  const lead = Number((value / 10 ** power).toPrecision(3));
  const head = lead === 1 ? '' : lead === -1 ? '−' : `${String(lead).replace('-', '−')}·`;
  return `${head}10${superscript(power)}`;
}

/** A value under the cursor: three decimals where that says something, else three significant digits. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-2 && magnitude < 100) return fixed(value, 3);
  if (magnitude === 0) return '0';
  return magnitude >= 1e-3 && magnitude < 1e5 ? significant(value, 3) : formatTick(Number(value.toPrecision(3)));
}

/** A whole number with thin thousands: 16,384. */
export const formatCount = (value: number): string => fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, ',');

/** 950 B, 12.3 kB, 1.2 MB: powers of 1000, as the letters say. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const powers = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), powers.length);
  return `${significant(bytes / 1000 ** power, 3)} ${powers[power - 1]}`;
}

/** 4 s, 3 min 20 s, 2 h 5 min. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'less than 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** "a", "a and b", "a, b and c". */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
