/** Signing in: better-auth on D1 proves who somebody is. What they may do is domain/permission.ts alone. */
import { betterAuth } from 'better-auth';
import type { Env } from '../env.ts';

/** `__Host-`: only this host, only over TLS, never readable by scripts. */
export const sessionCookie = '__Host-casement.session_token';

const sessionLength = 14 * 24 * 60 * 60;
/** Sign-ins from one address in a minute: a team behind one door may, a guesser may not. */
const triesPerMinute = 20;

export type AuthEnv = Pick<Env, 'DB' | 'AUTH_SECRET'>;

function build(env: AuthEnv, origin: string) {
  return betterAuth({
    baseURL: origin,
    basePath: '/api/auth',
    secret: env.AUTH_SECRET,
    database: env.DB,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    logger: { level: 'error' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        active: { type: 'boolean', required: true, input: false },
      },
    },
    account: { modelName: 'credential' },
    session: {
      expiresIn: sessionLength,
      updateAge: 24 * 60 * 60,
      // Asked of D1 each time, so that a session can be revoked at once.
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rateLimit',
      customRules: { '/sign-in/email': { window: 60, max: triesPerMinute } },
    },
    advanced: {
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
      cookies: {
        session_token: {
          name: sessionCookie,
          attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' },
        },
      },
    },
  });
}

type Auth = ReturnType<typeof build>;
const built = new WeakMap<D1Database, Map<string, Auth>>();

/** The one instance for this deployment's door. */
export function authFor(env: AuthEnv, origin: string): Auth {
  const byOrigin = built.get(env.DB) ?? new Map<string, Auth>();
  built.set(env.DB, byOrigin);
  const auth = byOrigin.get(origin) ?? build(env, origin);
  byOrigin.set(origin, auth);
  return auth;
}
