const isProcess = (node) =>
  (node.type === 'Identifier' && node.name === 'process') ||
  (node.type === 'MemberExpression' && node.object.name === 'globalThis' && node.property.name === 'process');

const isEnvKey = (node) => node?.name === 'env' || node?.value === 'env';

/** Settings are parsed once, in `apps/<app>/src/env.ts`; everything else takes options. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      found: 'process.env is read only in apps/<app>/src/env.ts; take the value as an option or constructor argument',
    },
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'found' });
    return {
      MemberExpression(node) {
        if (isProcess(node.object) && isEnvKey(node.property)) report(node);
      },
      VariableDeclarator(node) {
        if (!node.init || !isProcess(node.init) || node.id.type !== 'ObjectPattern') return;
        if (node.id.properties.some((property) => isEnvKey(property.key))) report(node);
      },
      'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier'(node) {
        if (isEnvKey(node.imported)) report(node);
      },
    };
  },
};
