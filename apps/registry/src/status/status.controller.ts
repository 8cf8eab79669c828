import { Controller, Get, Inject } from '@nestjs/common';
import type { SystemStatusView } from '@plumbline/contracts';
import { CurrentIdentity, type EventBus, type Identity, type JobQueue } from '@plumbline/platform';
import type { RegistrySettings } from '../env';
import { EVENT_BUS, JOB_QUEUE, SETTINGS } from '../wiring/tokens';

const VERSION = '0.1.0';

@Controller('api/v1/status')
export class StatusController {
  constructor(
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Get()
  status(@CurrentIdentity() { role }: Identity): SystemStatusView {
    const { INFERENCE_URL, INFERENCE_PORT } = this.settings;
    const inferenceUrl = INFERENCE_URL ?? `http://127.0.0.1:${INFERENCE_PORT}`;
    return { version: VERSION, eventBus: this.bus.kind, queue: this.queue.kind, inferenceUrl, role };
  }
}
