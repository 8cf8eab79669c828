import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { outcomeEventSchema, outcomesBodySchema, TOPICS, type OutcomeEvent } from '@plumbline/contracts';
import { CurrentIdentity, mayUseModel, zodFields, type EventBus, type Identity } from '@plumbline/platform';
import { PlumblineError, type FieldProblem } from '@plumbline/problem';
import { readBody } from '../http/read-request';
import { EVENT_BUS } from '../wiring/tokens';

/** The same key as on the topic: what is about one prediction stays in order. */
const keyOf = ({ predictionId, model, subject }: OutcomeEvent): string => predictionId ?? `${model}:${subject}`;

const MAX_PROBLEMS = 100;
const NOT_YOUR_MODEL: FieldProblem = { pointer: '/model', detail: 'your token is not for this model' };

function parseAll(outcomes: readonly unknown[], identity: Identity): OutcomeEvent[] {
  const problems: FieldProblem[] = [];
  const parsed = outcomes.flatMap((outcome, i) => {
    const result = outcomeEventSchema.safeParse(outcome);
    if (result.success && mayUseModel(identity, result.data.model)) return [result.data];
    const fields = result.success ? [NOT_YOUR_MODEL] : zodFields(result.error);
    problems.push(...fields.map(({ pointer, detail }) => ({ pointer: `/outcomes/${i}${pointer}`, detail })));
    return [];
  });
  if (problems.length === 0) return parsed;
  const message = `${problems.length} problem(s); none of the ${outcomes.length} outcomes was taken`;
  throw new PlumblineError('invalid', 'outcomes_invalid', message, { fields: problems.slice(0, MAX_PROBLEMS) });
}

/** What happened in the end, for callers without the event bus. All are taken, or none. */
@Controller('api/v1/outcomes')
export class OutcomesController {
  constructor(@Inject(EVENT_BUS) private readonly bus: EventBus) {}

  @Post()
  @HttpCode(202)
  async accept(@Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<{ accepted: number }> {
    const outcomes = parseAll(readBody(outcomesBodySchema, body).outcomes, identity);
    await this.bus.publish(
      TOPICS.outcomes,
      outcomes.map((outcome) => ({ key: keyOf(outcome), value: JSON.stringify(outcome) })),
    );
    return { accepted: outcomes.length };
  }
}
