/** What understands the operators of the search box: comes with the first search. */
import { Piece } from './piece.svelte.ts';

export const operators = new Piece(async () => (await import('#domain/operators.ts')).readOperators);
