import type { Logger } from '../logging/create-logger';
import { createTracing, type Tracing } from './create-tracing';

export interface TracingSettings {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS?: Readonly<Record<string, string>> | undefined;
  readonly OTEL_TRACES_SAMPLER_ARG: number;
}

/** As the settings of a service say; a receiver that is away is logged, and otherwise of no consequence. */
export function tracingOfSettings(service: string, settings: TracingSettings, logger: Logger): Tracing {
  return createTracing({
    service,
    endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS,
    sampleRate: settings.OTEL_TRACES_SAMPLER_ARG,
    onReceiver: (state, err) =>
      state === 'away'
        ? logger.warn({ err }, 'the receiver of traces takes none; what does not fit the queue is dropped')
        : logger.info('the receiver of traces takes them again'),
  });
}
