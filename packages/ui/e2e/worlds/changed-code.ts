import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";

/** Where the older run of `writeChangedCode()` is. */
export const olderRun = "/p/changed/r/~/older";

/** Two runs of one action, which was changed between them. */
export async function writeChangedCode(dir: string): Promise<void> {
  const b = burr<{ count: number }>();
  const versions = [
    ["older", b.action({ reads: ["count"], writes: ["count"], run: ({ count }) => ({ count: count + 1 }) })],
    ["newer", b.action({ reads: ["count"], writes: ["count"], run: ({ count }) => ({ count: count + 2 }) })],
  ] as const;
  for (const [appId, add] of versions) {
    await using tracker = localTracker({ project: "changed", dir });
    await b
      .application({ actions: { add }, transitions: [], entrypoint: "add", state: { count: 0 }, appId, tracker })
      .run();
  }
}
