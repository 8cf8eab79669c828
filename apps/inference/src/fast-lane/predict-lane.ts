import { ACCESS_MATRIX } from '@plumbline/contracts';
import {
  authorize,
  hashToken,
  renderProblem,
  type FailureLimit,
  type Identity,
  type Logger,
  type TokenVerifier,
} from '@plumbline/platform';
import type { AnswerPredict } from '../http/predict-route';
import type { RateLimit } from '../http/rate-limit';
import type { LaneHandler, LaneRequest, LaneResponse } from './lane-connection';
import { parseJson } from './parse-json';
import type { RequestHead } from './request-head';

export interface PredictLaneParts {
  readonly answer: AnswerPredict;
  readonly verifier: Pick<TokenVerifier, 'verifiedHash' | 'verify'>;
  readonly failures: Pick<FailureLimit, 'check'>;
  readonly rateLimit: Pick<RateLimit, 'take'>;
  readonly logger: Logger;
  /** @returns the caller's own id where it is harmless */
  readonly requestId: (given: string | undefined) => string;
}

const ROUTE = 'POST /v1/models/:model\\:predict';
const ROW = ACCESS_MATRIX.inference[ROUTE];
const BEARER = /^bearer +(\S+)$/i;
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** The credentials that a connection sent last: most send the same each time, and hashing costs more than comparing. */
interface KnownSender {
  readonly authorization: string;
  readonly token: string;
  readonly hash: string;
}

/**
 * Answers `:predict` by the same parts as the framework's route and with the same words. Whoever may not ask is the
 * framework's, which counts it and tells what is wrong.
 */
export function predictLane(parts: PredictLaneParts): LaneHandler {
  const { answer, verifier, failures, rateLimit, logger, requestId } = parts;
  const senders = new WeakMap<object, KnownSender>();

  function senderOf({ head: { authorization }, connection }: LaneRequest): KnownSender | undefined {
    const known = senders.get(connection);
    if (known?.authorization === authorization) return known;
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) return undefined;
    const sender = { authorization, token, hash: hashToken(token) };
    senders.set(connection, sender);
    return sender;
  }

  function isAllowed(identity: Identity, model: string): boolean {
    try {
      authorize(ROW, identity, { model });
      rateLimit.take(identity.id);
      return true;
    } catch {
      return false;
    }
  }

  async function askAgain({ token }: KnownSender, address: string): Promise<Identity | undefined> {
    try {
      failures.check(address);
      return await verifier.verify(token);
    } catch {
      return undefined;
    }
  }

  async function respond(head: RequestHead, identity: Identity, body: Buffer): Promise<LaneResponse> {
    try {
      const response = await answer(head.model, parseJson(body), identity, head.traceparent);
      return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(response) };
    } catch (error) {
      const asked = { requestId: requestId(head.requestId), method: 'POST', route: ROUTE };
      const { status, headers, body: problem } = renderProblem(error, asked, logger);
      return { status, headers, body: problem.toString() };
    }
  }

  return async (request) => {
    const sender = senderOf(request);
    const identity = sender && (verifier.verifiedHash(sender.hash) ?? (await askAgain(sender, request.address)));
    if (!identity || !isAllowed(identity, request.head.model)) return null;
    return respond(request.head, identity, request.body);
  };
}
