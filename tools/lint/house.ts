/** The rules that are this house's own: who imports whom, and where clock, chance, network and SQL may be touched. */
import type { Linter } from 'eslint';
import { roomsRule } from './rule.ts';

const testFiles = ['**/*.test.ts', 'tests/**', '**/testing/**'];

type Ban = { readonly selector: string; readonly message: string };

const clock: readonly Ban[] = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time is an argument here, never read.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is an argument here, never read.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Time is an argument here, never read.' },
  {
    selector: "MemberExpression[object.name='performance']",
    message: 'Time is an argument here, never read.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance is an argument here.',
  },
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^random|^getRandom/]",
    message: 'Chance is an argument here.',
  },
];
const sql: readonly Ban[] = [
  {
    selector: "TaggedTemplateExpression[tag.name='sql']",
    message: 'Routes hold no SQL: call an operation of the noun.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(prepare|batch)$/]',
    message: 'Routes hold no SQL: call an operation of the noun.',
  },
  {
    selector: "CallExpression[callee.property.name='exec'][callee.object.property.name='sql']",
    message: 'Routes hold no SQL: call an operation of the noun.',
  },
];

const globalFetch = (message: string): Linter.RulesRecord => ({
  'no-restricted-globals': ['error', { name: 'fetch', message }],
  'no-restricted-properties': ['error', { object: 'globalThis', property: 'fetch', message }],
});
const bans = (list: readonly Ban[]): Linter.RulesRecord => ({ 'no-restricted-syntax': ['error', ...list] });

const pureWorker = [
  'worker/channels/*/{wire,parse,render,errors}*.ts',
  'worker/conversation/{decide*,change,state,outbox,deadlines,settle,windows,customer,written,placeholder,join}.ts',
  'worker/limiter/bucket.ts',
];

/** Flat config blocks; they need a parser that reads TypeScript, but no types. */
export const house: readonly Linter.Config[] = [
  {
    files: ['**/*.ts', '**/*.svelte'],
    ignores: testFiles,
    plugins: { house: { rules: { rooms: roomsRule } } },
    rules: { 'house/rooms': 'error' },
  },
  { files: ['domain/**/*.ts', ...pureWorker], ignores: testFiles, rules: bans(clock) },
  {
    files: ['worker/**/*.ts'],
    ignores: [...testFiles, 'worker/channels/graph.ts'],
    rules: globalFetch('worker/channels/graph.ts is the only file that calls out.'),
  },
  { files: ['worker/**/routes.ts'], ignores: testFiles, rules: bans(sql) },
  {
    files: ['web/src/**/*.ts', 'web/src/**/*.svelte'],
    ignores: [...testFiles, 'web/src/lib/{api,live/code}.ts'],
    rules: globalFetch('Call web/src/lib/api.ts; on the server, use event.fetch.'),
  },
];
