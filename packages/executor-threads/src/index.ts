export { type ClassesModule, threadsExecutor, type ThreadsExecutor, type ThreadsOptions } from "./threads-executor.ts";
