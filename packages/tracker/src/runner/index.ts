export { serveRunner, type Runner, type RunnerOptions } from "./serve-runner.ts";
export { isRunnerError, RunnerError, type RunnerErrorDetails } from "./runner-error.ts";
export type { AppFactory, Servable, ServedApp, ServedEvent, ServedRunOptions, ServedStream } from "./served-app.ts";
