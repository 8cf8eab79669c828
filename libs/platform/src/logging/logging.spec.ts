import { createLogger } from './create-logger';
import { NestLogger } from './nest-logger';

function capture(level?: string) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, logger: createLogger({ service: 'spec', level, destination }) };
}

describe('createLogger', () => {
  it('writes one JSON object a line with time, level, service and msg', () => {
    const { lines, logger } = capture();
    logger.info({ model: 'churn' }, 'promoted');
    expect(lines).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        level: 'info',
        service: 'spec',
        model: 'churn',
        msg: 'promoted',
      },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = capture('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(lines.map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('blanks tokens, cookies and passwords, three levels deep', () => {
    const { lines, logger } = capture();
    const secrets = { authorization: 'Bearer hunter2', token: 'hunter2', cookie: 'a=hunter2', password: 'hunter2' };
    logger.info({ ...secrets, req: { headers: secrets, ...secrets } }, 'request');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]).toMatchObject({ token: '[redacted]', req: { headers: { authorization: '[redacted]' } } });
  });

  it('writes an error with its type, message and stack', () => {
    const { lines, logger } = capture();
    logger.error({ err: new TypeError('broken') }, 'failed');
    expect(lines[0]?.['err']).toMatchObject({
      type: 'TypeError',
      message: 'broken',
      stack: expect.any(String) as string,
    });
  });
});

describe('NestLogger', () => {
  it('keeps the context, and of an error the stack', () => {
    const { lines, logger } = capture('trace');
    const nest = new NestLogger(logger);
    nest.log('opened', 'Orders');
    nest.error('failed', 'Error: x\n  at y', 'ExceptionsHandler');
    nest.error(new TypeError('thrown'), 'Module');
    nest.verbose('detail');
    expect(lines).toMatchObject([
      { level: 'info', msg: 'opened', context: 'Orders' },
      { level: 'error', msg: 'failed', context: 'ExceptionsHandler', stack: 'Error: x\n  at y' },
      { level: 'error', msg: 'thrown', context: 'Module', err: { type: 'TypeError' } },
      { level: 'trace', msg: 'detail' },
    ]);
  });

  it("keeps Nest's own wiring for whoever asks for details", () => {
    const { lines, logger } = capture('debug');
    new NestLogger(logger).log('Mapped {/models, GET} route', 'RouterExplorer');
    expect(lines).toMatchObject([{ level: 'debug', context: 'RouterExplorer' }]);
  });
});
