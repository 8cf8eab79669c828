import { PlumblineError } from '@plumbline/contracts';

export class MetricError extends PlumblineError {
  constructor(message: string) {
    super('internal', 'metric_misused', message);
  }
}
