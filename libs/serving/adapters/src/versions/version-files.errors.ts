import { PlumblineError } from '@plumbline/problem';

/** Registration refuses such names; a table that holds one was written by somebody else. */
export class ExternalNameError extends PlumblineError {
  constructor(name: string) {
    super('internal', 'external_name_invalid', `The model's external file "${name}" would lie outside its folder.`);
  }
}
