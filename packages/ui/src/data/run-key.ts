import { apiPath } from "./api.ts";

/** Which run, as addresses have it: the partition is `null` where there is none. */
export interface RunKey {
  readonly project: string;
  readonly partition: string | null;
  readonly app: string;
}

/** The path of a run, or of something of it, below `/api/v1`. */
export function runPath({ project, partition, app }: RunKey, ...more: readonly (string | number)[]): string {
  return apiPath("projects", project, "runs", partition, app, ...more);
}

/** Under which key something of a run is kept: without more, that of all that is known of it. */
export function runQueryKey<TMore extends readonly unknown[]>({ project, partition, app }: RunKey, ...more: TMore) {
  return ["run", project, partition, app, ...more] as const;
}

/** Where the screen of a run is, for links and jumps. */
export function runLink({ project, partition, app }: RunKey) {
  return { to: "/p/$project/r/$partition/$app", params: { project, partition: partition ?? "~", app } } as const;
}
