import { hostname } from 'node:os';
import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventBus, Logger } from '@plumbline/platform';
import type { RegistrySettings } from '../env';
import { EVENT_BUS, LOGGER, SETTINGS } from '../wiring/tokens';
import { EventHub } from './event-hub';
import { StreamController } from './stream.controller';

@Module({
  controllers: [StreamController],
  providers: [
    {
      provide: EventHub,
      inject: [EVENT_BUS, SETTINGS, LOGGER],
      useFactory: (bus: EventBus, { REGISTRY_PORT }: RegistrySettings, logger: Logger) =>
        new EventHub(bus, `plumbline-stream-${hostname()}-${REGISTRY_PORT}`, (err) =>
          logger.warn({ err }, 'the event stream broke and is taken up again'),
        ),
    },
  ],
})
export class StreamModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(EventHub) private readonly hub: EventHub,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The control plane works without its live stream: a bus that is down must not keep it from starting. */
  onApplicationBootstrap(): void {
    this.hub
      .open()
      .catch((err: unknown) => this.logger.error({ err }, 'no live stream: the event bus does not answer'));
  }

  onApplicationShutdown(): Promise<void> {
    return this.hub.close();
  }
}
