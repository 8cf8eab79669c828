import { PlumblineError } from '@plumbline/problem';

export class AlertNotFoundError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'alert_not_found', `There is no alert ${id}.`);
  }
}

export class AlertNotFiringError extends PlumblineError {
  constructor(id: string) {
    super('conflict', 'alert_not_firing', `Alert ${id} does not fire any more: look at it again.`);
  }
}

export class SilenceInThePastError extends PlumblineError {
  constructor() {
    const detail = 'expected a time to come';
    super('invalid', 'silence_in_the_past', 'A silence ends in the future.', {
      fields: [{ pointer: '/until', detail }],
    });
  }
}

export class SilenceNotFoundError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'silence_not_found', `There is no silence ${id} that holds.`);
  }
}
