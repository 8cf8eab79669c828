import { PlumblineError, type FieldProblem } from '@plumbline/problem';

/** The environment does not fit: every wrong variable is named at once. */
export class SettingsError extends PlumblineError {
  constructor(message: string, fields: readonly FieldProblem[] = []) {
    super('invalid', 'settings_invalid', message, { fields });
  }
}
