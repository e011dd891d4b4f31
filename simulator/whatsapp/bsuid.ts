/** Business-scoped user ids. */
import { z } from 'zod';

/** `US.13491208655302741918`; with `ENT` in between for the parent of a managed business. */
export const bsuid = z
  .string()
  .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, 'write it like US.13491208655302741918');
