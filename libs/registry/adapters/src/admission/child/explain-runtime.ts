import { invalidVersion, type VersionInvalidError } from '@plumbline/registry-core';

interface Explanation {
  readonly when: RegExp;
  readonly code: string;
  /** From the match to what is wrong and what to do. */
  readonly tell: (match: RegExpExecArray) => string;
}

const LONGEST = 600;

/** Messages of onnxruntime 1.30 that have a remedy of their own. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: /construct locale with name:\s*([\w.@-]+)/,
    code: 'locale_missing',
    tell: ([, locale]) =>
      `a StringNormalizer of the model needs the locale ${locale}, which this machine lacks: install it (Debian: locales, then locale-gen ${locale}), or lower-case the text before the request and export without StringNormalizer`,
  },
  {
    when: /([\w.]*):(\w+)\(-?\d+\) is not a registered function\/op/,
    code: 'operator_unknown',
    tell: ([, domain, operator]) =>
      `the runtime has no operator ${domain || 'ai.onnx'}.${operator}: export the model with standard operators`,
  },
  {
    when: /No Op registered for (\w+) with domain_version of (\d+)/,
    code: 'operator_unknown',
    tell: ([, operator, version]) =>
      `the runtime has no operator ${operator} in operator set ${version}: export the model with standard operators of that set`,
  },
  {
    when: /Could not find an implementation for (\w+)\((\d+)\)/,
    code: 'operator_not_implemented',
    tell: ([, operator, version]) =>
      `the runtime has no kernel for ${operator} (version ${version}) on these element types: export with float32 tensors, or another operator set`,
  },
  {
    when: /bad_alloc|bad allocation|Failed to allocate memory|buffer of size \d+|Array buffer allocation failed|would require more than \d+ bytes/i,
    code: 'admission_memory',
    tell: () =>
      'loading or trying the model needs more memory than an admission process may use: export a smaller model, or raise the memory limit of the admission process',
  },
  {
    when: /External data path|external data|escapes model directory/i,
    code: 'external_data_unsafe',
    tell: () =>
      'the runtime refuses where the model looks for its external data: save it again with the data beside it',
  },
];

/** Without the C++ signature in front, and short. */
const shortened = (message: string): string =>
  message
    .replace(/\/onnxruntime_src\/\S+ .*?\) (?=[A-Z])/s, '')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST);

/** What onnxruntime said, as a refusal with a code and a remedy. */
export function explainRuntime(error: unknown, code: 'model_not_loadable' | 'model_not_runnable'): VersionInvalidError {
  const message = error instanceof Error ? error.message : String(error);
  for (const { when, code: known, tell } of EXPLANATIONS) {
    const match = when.exec(message);
    if (match) return invalidVersion(known, '/artifact', tell(match), error);
  }
  const remedy =
    code === 'model_not_loadable'
      ? 'Export it with standard operators and an operator set that this runtime knows'
      : 'Try it with onnxruntime in Python on the same rows, and compare its inputs with the signature';
  const verb = code === 'model_not_loadable' ? 'can not load' : 'can not run';
  return invalidVersion(
    code,
    '/artifact',
    `the ONNX runtime ${verb} the model: ${shortened(message)}. ${remedy}`,
    error,
  );
}
