export type { CliOptions, TextSink } from "./cli.ts";
export { runCli } from "./run-cli.ts";
