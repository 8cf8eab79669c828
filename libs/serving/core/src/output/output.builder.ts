import type { ModelOutput, Signature } from '@plumbline/registry-core';
import { aSignature } from '../signature.builder';

/** For specs: a signature whose output differs. */
export const withOutput = (output: Partial<ModelOutput>, task: Signature['task'] = 'binary'): Signature =>
  aSignature({ task, output: { ...aSignature().output, ...output } });

const CITIES = ['berlin', 'paris', 'rome'];
export const multiclass = (output: Partial<ModelOutput> = {}): Signature =>
  withOutput({ scoreColumn: 0, classes: CITIES, positiveClass: null, ...output }, 'multiclass');
