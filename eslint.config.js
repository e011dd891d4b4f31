import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { configs, parser } from 'typescript-eslint';
import { house } from './tools/lint/house.ts';

const everyTs = ['**/*.ts', '**/*.svelte'];
const withTypes = {
  parser,
  parserOptions: {
    project: [
      'tsconfig.json',
      'tsconfig.tests.json',
      '{domain,worker,web,simulator,simulator/page,bench}/tsconfig.json',
    ],
    tsconfigRootDir: import.meta.dirname,
    extraFileExtensions: ['.svelte'],
  },
};
/** Files whose framework wants a default export. */
const defaultExporters = [
  'bench/live/entry.ts',
  '*.config.*',
  '**/{svelte,vite}.config.*',
  'worker/index.ts',
  'simulator/index.ts',
  'worker/testing/entry.ts',
  'tools/runes-environment.ts',
  '**/*.d.ts',
];
/** What comes back from JSON is any: tests may look at it, and svelte-check judges templates better than the linter. */
const unsafeOff = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((name) => [
    `@typescript-eslint/no-unsafe-${name}`,
    'off',
  ]),
);
const noDefault = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true };

export default [
  {
    ignores: ['dist/', '.play/', '.wrangler/', '**/.svelte-kit/', '**/dist/', 'migrations/', 'test-results/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...configs.recommendedTypeChecked.map((config) => ({ ...config, files: everyTs })),
  ...svelte.configs.recommended,
  { files: ['**/*.ts'], languageOptions: withTypes },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { ...withTypes.parserOptions, parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // A Map or Set that nothing on the screen depends on should stay a plain one.
      'svelte/prefer-svelte-reactivity': 'off',
      // Links in messages lead elsewhere, and the product has no base path.
      'svelte/no-navigation-without-resolve': 'off',
      ...unsafeOff,
      'max-lines': ['error', 200],
    },
  },
  {
    files: everyTs,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'all' },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An interface may ask for a promise of something that is known at once.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: noDefault }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
      eqeqeq: 'error',
      'max-params': ['error', 3],
    },
  },
  {
    // What is bound is taken apart together with what is not.
    files: ['**/*.svelte'],
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived'] }],
    },
  },
  { files: ['**/*.ts'], rules: { 'max-lines': ['error', 400] } },
  {
    files: everyTs,
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 80 }] },
  },
  {
    files: ['**/*.test.ts', '**/testing/**'],
    rules: { ...unsafeOff, '@typescript-eslint/unbound-method': 'off', 'max-params': 'off' },
  },
  { files: defaultExporters, rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: globals.node } },
  // no-restricted-globals sees only globals that it was told of.
  { files: everyTs, languageOptions: { globals: { fetch: 'readonly', globalThis: 'readonly' } } },
  ...house,
];
