/** `npm run reset`: drops the data of local play. */
import { command } from './plain.ts';
import { dropAll, endOrphans, requireStopped } from './play.ts';

await command(async () => {
  requireStopped('run npm run reset again');
  await endOrphans();
  console.log(dropAll() ? 'Dropped .play. The next npm start begins anew.' : 'There was nothing to drop.');
});
