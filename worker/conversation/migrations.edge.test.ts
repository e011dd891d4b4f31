import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { env } from '../testing/door.ts';
import { migrate } from '../migrate.ts';
import { steps } from './migrations.ts';

it('goes from empty to now, adds what is appended, and refuses an edited past', async () => {
  const stub = env.CONVERSATION.getByName('a'.repeat(24));
  await stub.rowsWritten();
  await runInDurableObject(stub, (_instance, { storage }) => {
    const appended = [...steps, { id: '9999-more', sql: 'CREATE TABLE more (x INTEGER)' }];
    migrate(storage, appended);
    migrate(storage, appended);
    expect(storage.sql.exec('SELECT * FROM more').toArray()).toEqual([]);
    const [first, ...rest] = appended;
    expect(() => migrate(storage, [{ id: first?.id ?? '', sql: 'edited' }, ...rest])).toThrow(/was changed/);
    expect(() => migrate(storage, rest)).toThrow(/was changed/);
    expect(() => migrate(storage, [])).toThrow(/was changed/);
  });
});
