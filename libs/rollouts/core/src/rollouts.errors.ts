import { PlumblineError } from '@plumbline/problem';

export class RolloutNotFound extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'rollout_not_found', `There is no rollout ${id}. GET models/{model}/rollouts lists them.`);
  }
}

export class RolloutConflict extends PlumblineError {
  constructor(message: string) {
    super('conflict', 'rollout_conflict', message);
  }
}

export class RolloutInvalid extends PlumblineError {
  constructor(pointer: string, detail: string) {
    super('invalid', 'rollout_invalid', detail, { fields: [{ pointer, detail }] });
  }
}
