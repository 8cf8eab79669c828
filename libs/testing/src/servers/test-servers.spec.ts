import { serverCoordinates, serverState } from './test-servers';

describe('a suite that needs a server', () => {
  it('runs when the server is there', () => {
    expect(serverState('kafka', { TEST_KAFKA_BROKERS: 'a:1', CI: '1' })).toBe('run');
    expect(serverCoordinates('kafka', { TEST_KAFKA_BROKERS: 'a:1' })).toBe('a:1');
  });

  it('is skipped without it on a developer machine, and fails in CI', () => {
    expect(serverState('redis', {})).toBe('skip');
    expect(serverState('redis', { CI: 'true' })).toBe('fail');
    expect(() => serverCoordinates('redis', {})).toThrow('TEST_REDIS_URL is not set');
  });
});
