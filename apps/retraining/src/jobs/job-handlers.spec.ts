import { JOB_CATALOG } from '@plumbline/contracts';
import { assertAllHandled } from '@plumbline/platform';
import { jobHandlers, type JobParts } from './job-handlers';

// No handler runs here: only their names are asked.
const handled = Object.keys(jobHandlers({} as JobParts));

describe('the job handlers', () => {
  it('handle every job of the catalog once', () => {
    expect(() => assertAllHandled(handled)).not.toThrow();
    expect([...handled].sort()).toEqual(Object.keys(JOB_CATALOG).sort());
  });

  it('are refused when one is missing', () => {
    expect(() => assertAllHandled(handled.slice(1))).toThrow(`no handler for ${handled[0]}`);
  });
});
