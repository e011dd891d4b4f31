/** All that may be suggested. The first that speaks at the caret has the word. */
import { emojiSource } from '../emoji/source.ts';
import { mentionSource } from '../mention/source.ts';
import { quickSource } from '../quick/source.ts';
import type { Source } from './source.ts';

export const sources: readonly Source[] = [quickSource, mentionSource, emojiSource];
