/** The words of the doors: setting up and signing in. */
import { en } from './en.ts';
import { speaker } from './t.ts';

export const entryWords = {
  'setup.title': 'Set up Casement',
  'setup.intro': 'Make the first account. It will be the admin of this place.',
  'setup.name': 'Your name',
  'setup.email': 'E-mail',
  'setup.password': 'Password',
  'setup.password-hint': 'At least 10 characters.',
  'setup.submit': 'Create account',
  'sign-in.title': 'Sign in to Casement',
  'sign-in.page': 'Sign in',
  'sign-in.email': 'E-mail',
  'sign-in.password': 'Password',
  'sign-in.submit': 'Sign in',
} as const;

export const t = speaker({ ...en, ...entryWords });
