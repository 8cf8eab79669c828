interface RequestQueue {
  push(request: object): void;
  fulfillRequest(response: object): void;
  maybeThrottle(ms: number): void;
}
type RequestQueueClass = new (options: object) => RequestQueue;

// Not exported by kafkajs, and the part that patches/kafkajs+2.2.4.patch mends.
const RequestQueue = jest.requireActual<RequestQueueClass>('kafkajs/src/network/requestQueue');

describe('the patched request queue of kafkajs', () => {
  const sent: number[] = [];
  const silent = { debug: () => undefined, warn: () => undefined };
  const queue = () =>
    new RequestQueue({
      maxInFlightRequests: 1,
      requestTimeout: 30_000,
      enforceRequestTimeout: false,
      clientId: 'spec',
      broker: 'none',
      logger: silent,
    });
  const request = (correlationId: number) => ({
    entry: { correlationId, resolve: () => undefined, reject: () => undefined },
    expectResponse: true,
    sendRequest: () => sent.push(correlationId),
  });
  beforeEach(() => {
    jest.useFakeTimers();
    sent.length = 0;
  });
  afterEach(() => jest.useRealTimers());

  it('leaves no timer running when nothing is pending', () => {
    const requests = queue();
    requests.push(request(1));
    requests.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    expect(sent).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('still sends what waited for an answer, and what waited for a throttle to end', async () => {
    const requests = queue();
    requests.push(request(1));
    requests.push(request(2));
    expect(sent).toEqual([1]);
    requests.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    expect(sent).toEqual([1, 2]);
    requests.fulfillRequest({ correlationId: 2, size: 0, payload: null });
    requests.maybeThrottle(1_000);
    requests.push(request(3));
    await jest.advanceTimersByTimeAsync(900);
    expect(sent).toEqual([1, 2]);
    await jest.advanceTimersByTimeAsync(200);
    expect(sent).toEqual([1, 2, 3]);
  });

  it('never asks for a time-out in the past', async () => {
    const delays: (number | undefined)[] = [];
    const real = globalThis.setTimeout;
    const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((callback: () => void, ms?: number) => {
      delays.push(ms);
      return real(callback, ms);
    }) as typeof setTimeout);
    const requests = queue();
    for (const id of [1, 2, 3]) requests.push(request(id));
    for (const correlationId of [1, 2, 3]) requests.fulfillRequest({ correlationId, size: 0, payload: null });
    await jest.advanceTimersByTimeAsync(100);
    spy.mockRestore();
    expect(delays.length).toBeGreaterThan(0);
    expect(delays.every((ms) => ms !== undefined && ms > 0)).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
