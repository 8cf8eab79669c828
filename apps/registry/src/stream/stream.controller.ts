import type { ServerResponse } from 'node:http';
import { Controller, Get, Headers, Inject, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EventHub, type StreamedEvent } from './event-hub';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is cut off before it fills our memory; it comes back with its Last-Event-ID. */
const MAX_BUFFERED_BYTES = 1_048_576;

const frame = ({ id, event }: StreamedEvent): string =>
  `id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;

/** Server-sent events. `event: gap` says that more was missed than is kept: read everything anew. */
@Controller('api/v1/stream')
export class StreamController implements BeforeApplicationShutdown {
  private readonly open = new Set<ServerResponse>();

  constructor(@Inject(EventHub) private readonly hub: EventHub) {}

  @Get()
  stream(@Headers('last-event-id') lastEventId: string | undefined, @Res() reply: FastifyReply): void {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    const write = (text: string): void => {
      if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
      else raw.write(text);
    };
    this.open.add(raw);
    write('retry: 2000\n\n');
    const missed = lastEventId ? this.hub.since(lastEventId) : [];
    if (missed === null) write('event: gap\ndata: {}\n\n');
    else missed.forEach((streamed) => write(frame(streamed)));
    const stop = this.hub.listen((streamed) => write(frame(streamed)));
    const heartbeat = setInterval(() => write(': alive\n\n'), HEARTBEAT_MS);
    raw.on('close', () => {
      this.open.delete(raw);
      stop();
      clearInterval(heartbeat);
    });
  }

  /** An open stream never ends by itself, and the server waits for its answers before it closes. */
  beforeApplicationShutdown(): void {
    for (const raw of this.open) raw.end();
  }
}
