import swc from '@swc/core';

/** esbuild drops `design:paramtypes`, which Nest's injector needs; swc keeps it. */
export const swcDecorators = {
  name: 'swc-decorators',
  setup(build) {
    build.onLoad({ filter: /(apps|libs)[\\/].*\.ts$/ }, async ({ path }) => {
      const { code } = await swc.transformFile(path, {
        swcrc: false,
        configFile: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      });
      return { contents: code, loader: 'js' };
    });
  },
};
