// What the demo asks of the platform, over its public API only.
import { setTimeout as sleep } from 'node:timers/promises';

export const MODEL = 'churn-demo';

class DemoApiError extends Error {
  constructor(status, text) {
    super(`answered ${status}: ${text.slice(0, 200)}`);
    this.status = status;
  }
}

export function demoClient({ url, inferenceUrl, token }) {
  const send = async (base, path, method, body) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new DemoApiError(response.status, text);
    return text === '' ? undefined : JSON.parse(text);
  };
  const items = async (path) => (await send(url, path, 'GET')).items;
  return {
    /** null when there is no such model yet. */
    async model() {
      return send(url, `/api/v1/models/${MODEL}`, 'GET').catch((error) => {
        if (error.status === 404) return null;
        throw error;
      });
    },
    versions: () => items(`/api/v1/models/${MODEL}/versions`),
    rollouts: () => items(`/api/v1/models/${MODEL}/rollouts`),
    history: () => items(`/api/v1/models/${MODEL}/aliases/champion/history`),
    policies: () => items(`/api/v1/models/${MODEL}/policies`),
    reconciliation: () => send(url, `/api/v1/models/${MODEL}/reconciliation`, 'GET'),
    setPolicy: (kind, policy) => send(url, `/api/v1/models/${MODEL}/policies/${kind}`, 'PUT', policy),
    retrain: (reason) => send(url, `/api/v1/models/${MODEL}/retrain`, 'POST', { reason }),
    trainingRuns: () => items(`/api/v1/training-runs?model=${MODEL}`),
    startRollout: (body) => send(url, `/api/v1/models/${MODEL}/rollouts`, 'POST', body),
    /** @returns predictions of the customers, in order */
    async predict(customers, times) {
      const body = {
        instances: customers.map(({ features }) => features),
        subjects: customers.map(({ subject }) => subject),
        ...(times && { times }),
      };
      return (await send(inferenceUrl, `/v1/models/${MODEL}:predict`, 'POST', body)).predictions;
    },
    outcomes: (outcomes) => send(url, '/api/v1/outcomes', 'POST', { outcomes }),
    async untilServed(version, timeoutMs = 20_000) {
      for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(250)) {
        const served = await send(inferenceUrl, `/v1/models/${MODEL}`, 'GET').catch(() => null);
        if (served?.ready && served.versions.some((one) => one.version === String(version))) return;
      }
      throw new Error(`version ${version} is not served yet`);
    },
  };
}
