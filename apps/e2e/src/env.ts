/** The environment of the test run, handed on to the processes that a scenario starts. */
export const testEnvironment = (): NodeJS.ProcessEnv => process.env;
