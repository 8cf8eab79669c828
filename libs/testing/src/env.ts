export type Environment = Readonly<Record<string, string | undefined>>;

/** A specification has no entry point that could pass the test servers' coordinates in. */
export const processEnvironment = (): Environment => process.env;
