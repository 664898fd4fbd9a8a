// The script tag's entry: loads and defines the elements that a page has, and no others.

import { definer, whenMet } from './met.ts';
import { draws, elements, type Tag } from './tags.ts';

/** Loads and defines elements, with all that they draw: for those inside shadow roots of one's own, which are not looked into. */
export const defineElements: (...asked: readonly Tag[]) => Promise<void> = definer(elements, draws);

whenMet(Object.keys(elements) as Tag[], defineElements);
