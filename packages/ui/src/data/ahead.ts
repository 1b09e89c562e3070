import { stepColumns } from "@burrjs/protocol";
import { withParameters } from "./api.ts";
import { type RunKey, runPath } from "./run-key.ts";

/** Where the server has the columns of a run that its page shows. */
export function columnsPath(run: RunKey): string {
  return withParameters(runPath(run, "columns"), { names: stepColumns.join(",") });
}

/** The run that an address of the page is about; `undefined`: none. */
export function runAt(pathname: string): RunKey | undefined {
  const [, project, partition, app] = /^\/p\/([^/]+)\/r\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  if (project === undefined || partition === undefined || app === undefined) return undefined;
  try {
    return {
      project: decodeURIComponent(project),
      partition: partition === "~" ? null : decodeURIComponent(partition),
      app: decodeURIComponent(app),
    };
  } catch {
    return undefined; // no address of ours has such a `%`
  }
}
