import { versionManifestSchema } from '@plumbline/contracts';
import { zodFields } from '@plumbline/platform';
import { VersionInvalidError, type MlflowTold } from '@plumbline/registry-core';
import { refuseUnstorableText } from '../http/storable-text';

/** Of a manifest, what says how the model is to be read. */
const toldSchema = versionManifestSchema
  .pick({
    label: true,
    protected: true,
    task: true,
    scoreOutput: true,
    scoreColumn: true,
    scoreTransform: true,
    complement: true,
    threshold: true,
    classes: true,
    positiveClass: true,
    features: true,
    categoryOrder: true,
  })
  .strict();

/** `metadata={"plumbline": {...}}` of a logged model. @throws VersionInvalidError with pointers below /manifest */
export function readTold(value: unknown): MlflowTold {
  const parsed = toldSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const fields = zodFields(parsed.error).map(({ pointer, detail }) => ({ pointer: `/manifest${pointer}`, detail }));
    throw new VersionInvalidError('manifest_invalid', fields, parsed.error);
  }
  refuseUnstorableText(parsed.data, '/manifest');
  const { protected: protectedNames, ...told } = parsed.data;
  return { ...told, protectedNames };
}
