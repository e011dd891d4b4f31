/** How a message lies in its table. */
import type { StoredMessage } from './state.ts';

type Body = Omit<StoredMessage, 'id' | 'rev' | 'at' | 'seq' | 'direction' | 'metaId'>;
export type MessageRow = {
  id: string;
  rev: number;
  at: number;
  seq: number;
  direction: StoredMessage['direction'];
  meta_id: string | null;
  body: string;
};

export function fromRow(row: MessageRow): StoredMessage {
  const body = JSON.parse(row.body) as Body;
  const { id, rev, at, seq, direction, meta_id } = row;
  return { id, rev, at, seq, direction, ...(meta_id !== null && { metaId: meta_id }), ...body };
}

/** Everything that has no column of its own, as JSON. */
export function toBody(message: StoredMessage): string {
  const { id: _id, rev: _rev, at: _at, seq: _seq, direction: _direction, metaId: _metaId, ...body } = message;
  return JSON.stringify(body satisfies Body);
}
