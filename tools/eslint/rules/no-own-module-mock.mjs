const MOCKING = new Set(['mock', 'doMock', 'unstable_mockModule', 'setMock', 'createMockFromModule']);
const OWN_MODULE = /^(@plumbline\/|\.{1,2}(\/|$))/;

/** A mocked module tests the mock. Ports have fakes that pass the same conformance suite as the adapters. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { found: 'do not mock our own module "{{name}}"; pass the fake of the port it stands behind' },
  },
  create(context) {
    return {
      CallExpression(node) {
        const { callee, arguments: args } = node;
        if (callee.type !== 'MemberExpression' || !['jest', 'vi'].includes(callee.object.name)) return;
        if (!MOCKING.has(callee.property.name)) return;
        const [target] = args;
        const name = target?.type === 'ImportExpression' ? target.source.value : target?.value;
        if (typeof name === 'string' && OWN_MODULE.test(name)) {
          context.report({ node, messageId: 'found', data: { name } });
        }
      },
    };
  },
};
