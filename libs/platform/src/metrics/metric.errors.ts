import { PlumblineError } from '@plumbline/problem';

export class MetricError extends PlumblineError {
  constructor(message: string) {
    super('internal', 'metric_misused', message);
  }
}
