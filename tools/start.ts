/** `npm start`: builds what changed, runs the product and the simulator, and says where they are. */
import { buildChanged } from './build.ts';
import { command } from './plain.ts';
import { password, signIns } from './seed/people.ts';
import { stopOnSignal } from './serve.ts';
import { claimPorts, openTown, type Ports } from './town.ts';

function welcome({ product, simulator }: Ports): string {
  const rows = signIns.map(({ role, email }) => `  ${role.padEnd(10)} ${email.padEnd(28)} ${password}`);
  return [
    '',
    'Casement is running.',
    '',
    `  Inbox      http://localhost:${product.number}`,
    `  Customers  http://localhost:${simulator.number}   their phones, and Meta's habits`,
    '',
    'Sign in as   e-mail                       password (for play on this machine only)',
    ...rows,
    '',
    'Ctrl+C stops it and keeps the data in .play; npm run reset drops it.',
  ].join('\n');
}

await command(async () => {
  const ports = await claimPorts();
  await buildChanged();
  const town = await openTown(ports);
  stopOnSignal(async () => {
    await town.stop();
    console.log('\nStopped. The data stays in .play.');
  });
  console.log(welcome(ports));
});
