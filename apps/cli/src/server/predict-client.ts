import type { PredictBody, PredictResponse } from '@plumbline/contracts';
import type { Signature } from '@plumbline/registry-core';
import { CliError } from '../cli.errors';
import type { ApiClient } from './api-client';

interface ServedModel {
  readonly name: string;
  readonly ready: boolean;
  readonly signature: Signature | null;
}

export async function servedSignature(inference: ApiClient, model: string): Promise<Signature> {
  const served = await inference.json<ServedModel>(`/v1/models/${encodeURIComponent(model)}`);
  if (served.signature) return served.signature;
  throw new CliError(`${model} has no champion that is loaded: promote a version, e.g. plumbline promote ${model} 1`);
}

/** A promotion reaches the data plane a moment later: waits until it serves. */
export async function waitForSignature(inference: ApiClient, model: string, timeoutMs: number): Promise<Signature> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await servedSignature(inference, model);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

export const predictRows = (inference: ApiClient, model: string, body: PredictBody): Promise<PredictResponse> =>
  inference.json<PredictResponse>(`/v1/models/${encodeURIComponent(model)}:predict`, { json: body });
