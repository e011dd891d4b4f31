/** The entry: whatever is not a file of the page goes to the one object that plays Meta. */
import type { Env } from './meta.ts';

export { Meta } from './meta.ts';

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    return env.META.getByName('meta').fetch(request);
  },
} satisfies ExportedHandler<Env>;
