import { NestFactory } from '@nestjs/core';
import type { PredictResponse, Problem } from '@plumbline/contracts';
import { createLogger } from '@plumbline/platform';
import { DataPlane } from './data-plane';
import type { InferenceWorld } from './inference-world.builder';
import { InferenceModule, type InferenceParts } from './inference.module';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A client of one running inference service. */
export class InferenceClient {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  async get<T>(path: string, token = this.token): Promise<Answer<T>> {
    return read(await fetch(`${this.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} }));
  }

  async predict(model: string, body: unknown, token = this.token): Promise<Answer<PredictResponse>> {
    return this.post(model, JSON.stringify(body), token);
  }

  async refused(model: string, body: unknown, token = this.token): Promise<Answer<Problem>> {
    return this.post(model, typeof body === 'string' ? body : JSON.stringify(body), token);
  }

  private async post<T>(model: string, body: string, token: string): Promise<Answer<T>> {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return read(await fetch(`${this.url}/v1/models/${model}:predict`, { method: 'POST', headers, body }));
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

/** The service in this process, as `main.ts` starts it. */
export async function startInference(
  world: InferenceWorld,
  change: Record<string, string> = {},
  parts: InferenceParts = {},
) {
  const settings = world.settings(change);
  const { requestOutput: destination } = parts;
  // A test that reads the request lines reads all others too.
  const logger = createLogger({ service: 'inference', level: destination ? 'trace' : 'silent', destination });
  const module = InferenceModule.forRoot(settings, logger, parts);
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const dataPlane = context.get(DataPlane);
  const { rest: url, grpc } = await dataPlane.start('127.0.0.1', { rest: 0, grpc: 0 });
  const client = new InferenceClient(url, await world.token('engineer'));
  const servesVersion = async (model: string, version: number): Promise<void> => {
    for (;;) {
      const { body } = await client.get<{ versions?: { version: string }[] }>(`/v1/models/${model}`);
      if (body.versions?.some((served) => served.version === String(version))) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { client, context, grpc, servesVersion, close: () => dataPlane.close() };
}
export type RunningInference = Awaited<ReturnType<typeof startInference>>;
