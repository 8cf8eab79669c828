import type { Inspection } from '../artifact/admission.port';
import { invalidVersion } from '../registry.errors';
import type { Choice, Detection } from '../signature/detection';
import { inferSignature } from '../signature/infer-signature';
import type { Signature } from '../signature/signature';
import type { RegisterVersionCommand } from './register-version';

export interface ResolvedSignature {
  readonly signature: Signature;
  readonly detection: Detection | null;
}

const told = (chosen: string, alternatives: readonly string[]): Choice => ({
  chosen,
  because: 'the signature that was sent says so',
  alternatives: alternatives.filter((name) => name !== chosen),
  told: true,
});

function detectionOf({ task, output, inputs }: Signature, { graph }: Inspection): Detection {
  const outputs = graph.outputs.map(({ name }) => name);
  return {
    task: told(task, []),
    scoreOutput: told(output.scoreTensor, outputs),
    ...(output.positiveClass === null ? {} : { positiveClass: told(output.positiveClass, output.classes) }),
    inputs: told(inputs.map(({ name }) => name).join(', '), []),
  };
}

/** The signature that was sent, or one inferred from the graph and the reference data. @throws VersionInvalidError */
export function resolveSignature(command: RegisterVersionCommand, inspection: Inspection): ResolvedSignature {
  const { signature, table, label, drop, protectedNames, positiveClass } = command;
  if (signature) return { signature, detection: detectionOf(signature, inspection) };
  if (!table || label === undefined) {
    const missing = table ? 'label' : 'signature';
    const detail = 'send a signature, or the training data as `reference` with the name of its `label` column';
    throw invalidVersion('signature_missing', `/manifest/${missing}`, detail);
  }
  const hints = { drop, protectedNames, ...(positiveClass ? { positiveClass } : {}) };
  return { signature: inferSignature(table, { label, graph: inspection.graph, ...hints }), detection: null };
}
