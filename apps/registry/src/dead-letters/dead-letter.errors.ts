import { PlumblineError } from '@plumbline/problem';

export class DeadLetterNotFoundError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'dead_letter_not_found', `There is no dead letter ${id}.`);
  }
}

export class DeadLetterReplayedError extends PlumblineError {
  constructor(id: string, by: string | null, at: string | null) {
    const when = by !== null && at !== null ? ` by ${by} at ${at}` : '';
    const message = `Dead letter ${id} was sent again already${when}. If it failed again, that is a letter of its own.`;
    super('conflict', 'dead_letter_replayed', message);
  }
}
