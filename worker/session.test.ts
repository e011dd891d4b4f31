import { Hono } from 'hono';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Env } from './env.ts';
import { signedIn, type AppEnv } from './session.ts';
import { authFor } from './team/auth.ts';

vi.mock('./team/auth.ts', () => ({ authFor: vi.fn(), sessionCookie: 'session' }));
vi.mock('./team/standing.ts', () => ({ standingOf: async () => ({ visibility: 'groups', groups: [] }) }));

const user = { id: 'ada', name: 'Ada', role: 'admin', active: true };
const app = new Hono<AppEnv>();
app.onError((failure, c) => c.text(failure.message, 500));
app.get('/', signedIn, (c) => c.text(c.get('caller').actor.name));

/** A library that asks D1, and in which something may break that is not D1. */
let library: 'works' | 'broken' = 'works';
let d1: 'works' | 'broken' = 'works';
const database = {
  prepare: () => ({
    all: async () => {
      if (d1 === 'broken') throw new Error('D1_ERROR');
      return [user];
    },
  }),
};
const env = { DB: database, AUTH_SECRET: '' } as unknown as Env;

async function come(cookie: string): Promise<string> {
  const answer = await app.request('https://casement.test/', { headers: { cookie } }, env);
  return `${answer.status} ${await answer.text()}`;
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue();
  library = 'works';
  d1 = 'works';
  vi.mocked(authFor).mockImplementation(({ DB }) => {
    const getSession = async () => {
      try {
        await DB.prepare('').all();
        if (library === 'works') return { user, session: { id: 's' } };
      } catch {
        // It says the same of everything that goes wrong.
      }
      throw new Error('Failed to get session');
    };
    return { api: { getSession } } as unknown as ReturnType<typeof authFor>;
  });
});

describe('who is calling', () => {
  it('is remembered for when D1 fails', async () => {
    expect(await come('session=a')).toBe('200 Ada');
    d1 = 'broken';
    expect(await come('session=a; theme=dark')).toBe('200 Ada');
    expect(await come('session=b')).toBe('500 Failed to get session');
    expect(await come('session=a; session=b')).toBe('500 Failed to get session');
  });

  it('is not remembered for anything else that breaks', async () => {
    expect(await come('session=a')).toBe('200 Ada');
    library = 'broken';
    expect(await come('session=a')).toBe('500 Failed to get session');
  });

  it('is remembered of the thousand who came last', async () => {
    await come('session=first');
    await come('session=often');
    for (let number = 0; number < 998; number += 1) await come(`session=${number}`);
    await come('session=often');
    await come('session=last');
    d1 = 'broken';
    expect(await come('session=first')).toBe('500 Failed to get session');
    expect(await come('session=often')).toBe('200 Ada');
    expect(await come('session=last')).toBe('200 Ada');
  });
});
