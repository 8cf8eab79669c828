const { compilerOptions } = require('./tsconfig.base.json');

const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([name, [path]]) => [`^${name}$`, path.replace(/^\./, '<rootDir>')]),
);

const toCommonJs = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true, tsx: false },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'commonjs' },
  },
];

/** Packages that have no CommonJS build; Node 20.19 requires them as they are, Jest does not. */
const ESM_ONLY = 'jose|openid-client|oauth4webapi';

const project = (displayName, testRegex, extra = {}) => ({
  displayName,
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools'],
  testRegex,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironment: '<rootDir>/tools/jest/realm-environment.cjs',
  moduleNameMapper,
  transform: { '^.+\\.tsx?$': toCommonJs, [`/node_modules/(${ESM_ONLY})/.+\\.js$`]: toCommonJs },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY})/)`],
  setupFiles: ['reflect-metadata'],
  ...extra,
});

/** unit: pure, no server. int: real Postgres, Redis, Kafka. e2e: the whole product as processes. */
module.exports = {
  projects: [
    project('unit', '(?<!\\.int|\\.e2e)\\.spec\\.ts$'),
    project('int', '\\.int\\.spec\\.ts$'),
    project('e2e', '\\.e2e\\.spec\\.ts$'),
  ],
  testTimeout: 60_000,
};
