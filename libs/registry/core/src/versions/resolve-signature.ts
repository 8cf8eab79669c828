import type { Inspection } from '../artifact/admission.port';
import type { Choice, Detection } from '../signature/detection';
import { inferSignature } from '../signature/infer-signature';
import type { Signature } from '../signature/signature';
import type { InferOptions } from '../signature/infer-options';
import type { Table } from '../table/table';

/** What may be told of a signature: all of it, or what goes before what is read from graph and reference. */
export interface ToldSignature extends Omit<InferOptions, 'graph' | 'classLabels' | 'operators'> {
  readonly signature?: Signature;
  /** Reference rows. */
  readonly table?: Table;
}

export interface ResolvedSignature {
  readonly signature: Signature;
  readonly detection: Detection;
}

const asTold = (chosen: string, alternatives: readonly string[]): Choice => ({
  chosen,
  because: 'the signature that was sent says so',
  alternatives: alternatives.filter((name) => name !== chosen),
  told: true,
});

function detectionOf({ task, output, inputs }: Signature, { graph }: Inspection): Detection {
  const outputs = graph.outputs.map(({ name }) => name);
  return {
    task: asTold(task, []),
    scoreOutput: asTold(output.scoreTensor, outputs),
    ...(output.positiveClass === null ? {} : { positiveClass: asTold(output.positiveClass, output.classes) }),
    inputs: asTold(inputs.map(({ name }) => name).join(', '), []),
  };
}

/** The signature that was sent, or one inferred from graph and reference. @throws VersionInvalidError */
export function resolveSignature(told: ToldSignature, inspection: Inspection): ResolvedSignature {
  const { signature, table = null } = told;
  if (signature) return { signature, detection: detectionOf(signature, inspection) };
  const { graph, classLabels, operators } = inspection;
  return inferSignature(table, { ...told, graph, classLabels, operators });
}
