/** D1 that does not answer, for tests in workerd: every statement fails, whoever asks. */
import { vi } from 'vitest';
import { env } from './door.ts';

/** Makes D1 fail until `repair` is called. `asked` counts what was asked of it meanwhile. */
export function breakD1() {
  let asked = 0;
  const fail = async (): Promise<never> => {
    asked += 1;
    throw new Error('D1_ERROR: broken by a test');
  };
  const statement: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare('SELECT 1'));
  const database: D1Database = Object.getPrototypeOf(env.DB);
  const spies = [
    ...(['first', 'run', 'all', 'raw'] as const).map((name) =>
      vi.spyOn(statement, name).mockImplementation(fail),
    ),
    ...(['batch', 'exec'] as const).map((name) => vi.spyOn(database, name).mockImplementation(fail)),
  ];
  return {
    asked: (): number => asked,
    repair: (): void => spies.forEach((spy) => void spy.mockRestore()),
  };
}
