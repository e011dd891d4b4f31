// The first thing every command runs: `node tools/bootstrap.mjs NAME [args]`.
// Plain JavaScript without dependencies or new syntax, so that an old Node can still read it and say what is wrong.
import { spawn, spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { constants } from 'os';
import { delimiter, dirname, join } from 'path';
import { fileURLToPath } from 'url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const oldestNode = 20;

/** Ends with one sentence that says what to do. */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    stop(
      `Casement needs Node ${oldestNode} or newer; this is Node ${process.versions.node}. Install a newer Node and run it again.`,
    );
  }
  if (spawnSync('npm', ['--version']).status !== 0) {
    stop('Casement needs npm, which usually comes with Node. Install npm and run it again.');
  }
}

/** The packages of a lock file by place; undefined when there is none to read. */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    return undefined;
  }
}

/** Whether what npm noted down after its last complete installation is what the lock file asks for. */
function isInstalled() {
  const asked = packagesOf(join(root, 'package-lock.json'));
  const there = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!asked || !there) return false;
  const differs = (place) => {
    const wanted = asked[place];
    const found = there[place];
    // Packages for other operating systems and chips are never there.
    if (!found) return !wanted.optional;
    return found.version !== wanted.version || found.integrity !== wanted.integrity;
  };
  return !Object.keys(asked).some((place) => place !== '' && differs(place));
}

/** The project's own Node, which the package `node` brings along. */
const runsNode = () => spawnSync(join(bin, 'node'), ['--version']).status === 0;

// Not `npm ci`: it refuses a lock file that does not list the native packages of every other system, and which of
// those a registry carries differs. `--no-save` installs what the lock file says and leaves it as it is.
function install() {
  console.error('Installing the packages of package-lock.json …');
  const options = { cwd: root, stdio: ['ignore', process.stderr, process.stderr] };
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', ['install', '--no-save', ...quiet], options);
  if (done.status !== 0) {
    stop(
      'npm install failed; its own words are above. Often it is the network: mend that and run the command again.',
    );
  }
  if (!runsNode()) {
    stop(
      'The package "node" could not set itself up: npm must be allowed to run install scripts. Run: npm rebuild --ignore-scripts=false',
    );
  }
}

function run(name, args) {
  const script = join(root, 'tools', `${name}.ts`);
  if (!name || !existsSync(script)) stop(`There is no command "${name}": tools/${name}.ts does not exist.`);
  const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
  const child = spawn(join(bin, 'node'), [script, ...args], {
    cwd: process.env.INIT_CWD || process.cwd(),
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`Could not start ${script}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

checkMachine();
if (!isInstalled() || !runsNode()) install();
run(process.argv[2], process.argv.slice(3));
