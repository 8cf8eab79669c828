import type { Inspection } from '../artifact/admission.port';
import type { Choice, Detection } from '../signature/detection';
import { inferSignature } from '../signature/infer-signature';
import type { Signature } from '../signature/signature';
import type { RegisterVersionCommand } from './register-version';

export interface ResolvedSignature {
  readonly signature: Signature;
  readonly detection: Detection;
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

/** The signature that was sent, or one inferred from graph and reference. @throws VersionInvalidError */
export function resolveSignature(command: RegisterVersionCommand, inspection: Inspection): ResolvedSignature {
  const { signature, table = null } = command;
  if (signature) return { signature, detection: detectionOf(signature, inspection) };
  const { graph, classLabels, operators } = inspection;
  return inferSignature(table, { ...command, graph, classLabels, operators });
}
