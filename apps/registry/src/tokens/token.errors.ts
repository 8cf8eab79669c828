import { PlumblineError } from '@plumbline/problem';

export class TokenNotFoundError extends PlumblineError {
  constructor(id: string) {
    super('not_found', 'token_not_found', `There is no token ${id} that you may see.`);
  }
}

export class TokenNameTakenError extends PlumblineError {
  constructor(name: string) {
    super('conflict', 'token_name_taken', `A live token is called ${name}: revoke it first, or take another name.`);
  }
}

export class StartTokenError extends PlumblineError {
  constructor() {
    const message =
      'The admin token belongs to the start: change PLUMBLINE_ADMIN_TOKEN, or the file in the data folder.';
    super('conflict', 'token_of_start', message);
  }
}
