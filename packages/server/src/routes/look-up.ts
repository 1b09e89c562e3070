import { notFound } from "../errors.ts";
import type { LogStore, RunRef, RunView } from "../store/store.ts";

/** The parameters of a path that leads to an application. */
export interface RunPath {
  readonly project: string;
  readonly partition: string;
  readonly app: string;
}

/**
 * Tells which application a path means.
 *
 * @param path - Its parameters.
 * @returns Which.
 */
export function refOf({ project, partition, app }: RunPath): RunRef {
  return { project, partitionKey: partition === "~" ? null : partition, appId: app };
}

/**
 * Finds the application of a path.
 *
 * @param store - The logs.
 * @param path - The parameters of the path.
 * @returns The application.
 * @throws A refusal, 404.
 */
export async function runOf(store: LogStore, path: RunPath): Promise<RunView> {
  return present(await store.run(refOf(path)), "application");
}

/**
 * Gives what is there.
 *
 * @param value - What may not be.
 * @param what - Its name in the error.
 * @returns The value.
 * @throws A refusal, 404.
 */
export function present<TValue>(value: TValue | undefined, what: string): TValue {
  if (value === undefined) throw notFound(what);
  return value;
}
