/** `npm run format`: mends what a machine can mend. */
import { Plain, command } from './plain.ts';
import { show } from './run.ts';

await command(async () => {
  const linted = await show({ program: 'eslint', args: ['--fix', '.'] });
  const formatted = await show({ program: 'prettier', args: ['--write', '--log-level', 'warn', '.'] });
  if (linted !== 0 || formatted !== 0) throw new Plain('Some of it only a person can mend; see above.');
});
