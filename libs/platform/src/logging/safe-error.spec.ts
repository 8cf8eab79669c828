import { PlumblineError } from '@plumbline/problem';
import { createLogger } from './create-logger';
import { safeError } from './safe-error';

const PLANTED = 'Ana Horvat';

class DatabaseError extends Error {
  readonly code = '23505';
  readonly table = 'consent';
  readonly detail = `Key (subject)=(${PLANTED}) already exists.`;
}

function parseFailure(): unknown {
  try {
    return JSON.parse(`{"name": ${PLANTED}}`);
  } catch (error) {
    return error;
  }
}

describe('an error in a log', () => {
  it('keeps type, code, place and what names structure, and none of what a parser or a database cites', () => {
    const failures = [new DatabaseError(`invalid input: "${PLANTED}"`), parseFailure(), PLANTED, { name: PLANTED }];
    expect(JSON.stringify(failures.map((error) => safeError(error)))).not.toContain('Ana');
    expect(safeError(failures[0])).toMatchObject({
      type: 'DatabaseError',
      message: 'withheld: it may repeat a value',
      code: '23505',
      table: 'consent',
      stack: expect.stringMatching(/^\s+at /),
    });
  });

  it('keeps the message of our own faults, of the system and of the language', () => {
    const ours = new PlumblineError('unavailable', 'not_ready', 'The spool is not ready.');
    const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    expect(safeError(ours)).toMatchObject({ type: 'PlumblineError', code: 'not_ready', message: ours.message });
    const refusal = new PlumblineError('not_found', 'model_not_found', `There is no model "${PLANTED}".`);
    expect(safeError(refusal)).toMatchObject({ code: 'model_not_found', message: 'withheld: it may repeat a value' });
    expect(safeError(away)).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', message: away.message });
    expect(safeError(new TypeError('x is not a function'))).toMatchObject({ message: 'x is not a function' });
  });

  it('is judged so down its causes', () => {
    const error = new PlumblineError('internal', 'internal', 'It failed.', { cause: new DatabaseError(PLANTED) });
    const shown = safeError(error);
    expect(shown).toMatchObject({ message: 'It failed.', cause: { type: 'DatabaseError', table: 'consent' } });
    expect(JSON.stringify(shown)).not.toContain('Ana');
  });

  it('is written so wherever it is logged as `err`', () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'spec', destination: { write: (line) => void lines.push(line) } });
    logger.error({ err: parseFailure() }, 'failed');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'SyntaxError' } });
    expect(lines.join('')).not.toContain('Ana');
  });
});
