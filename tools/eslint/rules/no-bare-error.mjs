const reportsBareError = (context) => (node) => {
  if (node.callee.type === 'Identifier' && node.callee.name === 'Error') context.report({ node, messageId: 'found' });
};

/** A bare Error has no code: no filter can map it to a problem, no job can decide to retry. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      found: 'no bare Error here; throw a class of this context with a stable code (see its *.errors.ts files)',
    },
  },
  create(context) {
    return { NewExpression: reportsBareError(context), CallExpression: reportsBareError(context) };
  },
};
