/** Why a model can not be taken, with what to do about it. */
export interface Finding {
  readonly code: string;
  readonly detail: string;
}

/** What the runtime that will load the model knows. */
export interface RuntimeSupport {
  readonly irVersion: number;
  /** Highest operator set by domain; a domain that is not here is unknown to it. */
  readonly opsets: Readonly<Record<string, number>>;
}

/** A refusal names at most this many things of one kind. */
const NAMED = 5;

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => JSON.stringify(name.slice(0, 80)));
  return names.length > NAMED ? `${shown.join(', ')} and ${names.length - NAMED} more` : shown.join(', ');
}
