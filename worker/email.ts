/** What counts as an e-mail address. */
import { z } from 'zod';

const email = z.email();

export const isEmail = (text: string): boolean => email.safeParse(text).success;
