import { join } from 'node:path';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { APP_MAY_IMPORT, dependencyConstraints, OUTSIDE_WORLD } from './boundaries.mjs';
import noBareError from './rules/no-bare-error.mjs';
import noOwnModuleMock from './rules/no-own-module-mock.mjs';
import noProcessEnv from './rules/no-process-env.mjs';

const TYPESCRIPT = ['**/*.{ts,tsx,mts,cts}'];
const SPECS = ['**/*.spec.{ts,tsx}'];
const CORE_AND_PURE = ['libs/*/core/**/*.ts', 'libs/pure/**/*.ts'];
const NODE_SOURCES = [
  ...Object.keys(APP_MAY_IMPORT)
    .filter((app) => app !== 'dashboard')
    .map((app) => `apps/${app}/src/**/*.ts`),
  'libs/{pure,registry,serving,monitoring,rollouts,retraining,governance,contracts,platform,testing}/**/src/**/*.ts',
];

const boundaries = (options) => [
  'error',
  {
    allow: [],
    depConstraints: dependencyConstraints(options),
    // libs/testing knows the layers below it and their specs know libs/testing; file cycles stay forbidden (cycles.mjs).
    ignoredCircularDependencies: options.circular,
    checkDynamicDependenciesExceptions: ['.*'],
  },
];

const plumbline = {
  rules: {
    'no-bare-error': noBareError,
    'no-own-module-mock': noOwnModuleMock,
    'no-process-env': noProcessEnv,
  },
};

const languageRules = {
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'No TypeScript enum: use a union of string literals (or `as const`).' },
    { selector: 'ExportAllDeclaration[exported=null]', message: 'No `export *`: re-export named things only.' },
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-require-imports': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
};

const sizeRules = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 60 }],
  'max-params': ['error', 6],
};

/** A describe block is as long as its file; the file's 400 lines bound it. */
const specRules = {
  'max-lines-per-function': 'off',
  'plumbline/no-own-module-mock': 'error',
  'plumbline/no-process-env': 'off',
};

const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

/** The rule skips itself, with no error, when no project graph is cached: so we make one first. */
async function projectNames() {
  process.env.NX_DAEMON = 'false';
  process.env.NX_NO_CLOUD = 'true';
  process.env.NX_TUI = 'false';
  const { createProjectGraphAsync } = await import('nx/src/devkit-exports.js');
  const graph = await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: false });
  return Object.keys(graph.nodes);
}

const outsideWorld = {
  'no-restricted-imports': [
    'error',
    {
      paths: OUTSIDE_WORLD.flatMap((name) => [name, `node:${name}`]).map((name) => ({
        name,
        message: 'core and pure do not reach outside the process: declare a port, or take the data as an argument.',
      })),
    },
  ],
};

function layoutBlocks(circular) {
  return [
    { files: TYPESCRIPT, rules: { '@nx/enforce-module-boundaries': boundaries({ circular }) } },
    { files: SPECS, rules: { '@nx/enforce-module-boundaries': boundaries({ circular, inSpec: true }) } },
    {
      files: ['libs/pure/{trees,tree-engine}/**/*.spec.ts'],
      rules: {
        '@nx/enforce-module-boundaries': boundaries({
          circular,
          inSpec: true,
          packagesAllowedInSpec: ['onnxruntime-node'],
        }),
      },
    },
    { files: CORE_AND_PURE, ignores: SPECS, rules: outsideWorld },
    {
      files: ['libs/*/core/**/*.ts', 'libs/*/adapters/**/*.ts'],
      ignores: SPECS,
      rules: { 'plumbline/no-bare-error': 'error' },
    },
    // A specification has no entry point that could pass the test servers' coordinates in.
    {
      files: ['apps/*/src/env.ts', 'libs/testing/src/env.ts'],
      rules: { 'plumbline/no-process-env': 'off' },
    },
  ];
}

/** @param typed rules that need type information; the fixture run has no files on disk and leaves them out */
export async function plumblineConfig({ typed }) {
  const circular = (await projectNames()).filter((name) => name !== 'testing').map((name) => ['testing', name]);
  const typedBlock = {
    files: NODE_SOURCES,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: join(import.meta.dirname, '../..') } },
    rules: typedRules,
  };
  return tseslint.config(
    { ignores: ['**/dist/**', '**/generated/**', '**/node_modules/**', 'tmp/**', '.nx/**', '.plumbline*/**'] },
    { ignores: ['tools/checks/fixtures/**', 'patches/**', 'coverage/**'] },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    js.configs.recommended,
    ...tseslint.configs.recommended,
    { plugins: { '@nx': nx, plumbline }, rules: { ...sizeRules, 'no-undef': 'off' } },
    { files: TYPESCRIPT, rules: { ...languageRules, 'plumbline/no-process-env': 'error' } },
    // Published coefficients are written out in full, so that they can be compared with their source.
    { files: ['libs/pure/**'], rules: { 'no-loss-of-precision': 'off' } },
    { files: ['tools/**', '*.config.{ts,mts,mjs}'], rules: { 'plumbline/no-process-env': 'off' } },
    { files: ['**/*.{cjs,cts}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
    { files: ['apps/dashboard/**/*.{ts,tsx}', 'libs/ui/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended'] },
    { files: SPECS, rules: specRules },
    ...layoutBlocks(circular),
    ...(typed ? [typedBlock] : []),
  );
}
