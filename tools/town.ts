/** The product and the simulator side by side on this machine, joined by one set of secrets. */
import { createWriteStream } from 'node:fs';
import { childrenOf } from './children.ts';
import { Meta } from './seed/doors.ts';
import { seed } from './seed/seed.ts';
import {
  dropData,
  endOrphans,
  isSeeded,
  logFile,
  markSeeded,
  noteRunning,
  noteStopped,
  playSecrets,
  productData,
  requireStopped,
  simulatorData,
} from './play.ts';
import { portFrom, requireFree, type Port } from './port.ts';
import { serveProduct, serveSimulator, type LogLine, type Serving } from './serve.ts';

export type Ports = { readonly product: Port; readonly simulator: Port };

export type Town = {
  readonly product: Serving;
  readonly simulator: Serving;
  /** Takes up the newest build of one of them. */
  readonly reload: (which: 'product' | 'simulator') => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The ports asked for, both free, and nobody else on the data. */
export async function claimPorts(): Promise<Ports> {
  requireStopped('start it again');
  await endOrphans();
  const ports = { product: portFrom('PORT', 8787), simulator: portFrom('SIMULATOR_PORT', 8788) };
  await requireFree(ports.product);
  await requireFree(ports.simulator);
  return ports;
}

/** Every line goes to a file; what went wrong is shown too. */
function logTo(name: string): (line: LogLine) => void {
  const file = createWriteStream(logFile(name), { flags: 'a' });
  return ({ level, message }) => {
    file.write(`${new Date().toISOString()} ${level} ${message}\n`);
    // The runtime marks with NOSENTRY what its own makers need not hear of either.
    const isTrouble = (level === 'error' || level === 'warn') && !message.startsWith('NOSENTRY');
    if (isTrouble) console.error(`${name}: ${message}`);
  };
}

/** Starts both from their builds and fills an empty product with sample data. */
export async function openTown(ports: Ports): Promise<Town> {
  // A first run that was broken off left half a sample: begin anew.
  if (!isSeeded()) dropData();
  const secrets = playSecrets();
  const simulator = await serveSimulator({
    port: ports.simulator.number,
    dir: simulatorData,
    vars: {},
    log: logTo('simulator'),
  });
  const product = await serveProduct({
    port: ports.product.number,
    dir: productData,
    vars: { ...secrets, GRAPH_URL: simulator.url },
    log: logTo('product'),
  });
  noteRunning(childrenOf(process.pid));
  const [appSecret = ''] = JSON.parse(secrets.META_APP_SECRETS) as readonly string[];
  await new Meta(simulator.url).configure(product.url, appSecret);
  if (!isSeeded()) {
    console.log('Bringing in sample people and conversations …');
    await seed({ product: product.url, simulator: simulator.url });
    markSeeded(new Date());
  }
  return {
    product,
    simulator,
    reload: async (which) => {
      await { product, simulator }[which].reload();
      // A reload is a new runtime process.
      noteRunning(childrenOf(process.pid));
    },
    stop: async () => {
      await Promise.all([product.stop(), simulator.stop()]);
      noteStopped();
    },
  };
}
