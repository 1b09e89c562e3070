import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonLog } from "../../../protocol/src/testing/python-log.ts";
import { burr, otherwise } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { ManualClock } from "./manual-clock.ts";

/** Where the runs of `writeRowsWorld()` are. */
export const rowsWorld = { loop: "/p/rows/r/~/loop", twice: "/p/rows/r/~/twice" } as const;

/** A run that polls twelve times in between, with a conversation in its state; and a log in which an id comes three times. */
export async function writeRowsWorld(dir: string): Promise<void> {
  const clock = new ManualClock(Date.now() - 60_000);
  const { now, monotonic } = clock;
  await using tracker = localTracker({ project: "rows", dir, now, monotonic, code: false });
  interface Talk {
    polls: number;
    history: readonly { readonly role: string; readonly content: string }[];
  }
  const b = burr<Talk>();
  const ask = b.action({
    reads: [],
    writes: ["history", "polls"],
    run: () => ({ polls: 0, history: [{ role: "user", content: "Is the tide in?" }] }),
  });
  const poll = b.action({
    reads: ["polls"],
    writes: ["polls"],
    run(state) {
      clock.pass(20);
      return state.increment({ polls: 1 });
    },
  });
  const answer = b.action({
    reads: [],
    writes: ["history"],
    run: (state) => state.append({ history: { role: "assistant", content: "It is, up to the wall." } }),
  });
  const isOut = b.check(["polls"], ({ polls }) => polls < 12, "polls < 12");
  await b
    .application({
      actions: { ask, poll, answer },
      transitions: [
        ["ask", "poll"],
        ["poll", "poll", isOut],
        ["poll", "answer", otherwise],
      ],
      entrypoint: "ask",
      state: {},
      appId: "loop",
      tracker,
    })
    .run();
  const folder = join(dir, "rows", "twice");
  await mkdir(folder, { recursive: true });
  const tries = [
    { action: "ask", state: { n: 1 } },
    { action: "look", state: { n: 1 }, sequenceId: 1, exception: "ValueError: too dark\n" },
    { action: "look", state: { n: 2 }, sequenceId: 1 },
    { action: "answer", state: { n: 3 }, sequenceId: 2 },
  ];
  await writeFile(join(folder, "log.jsonl"), pythonLog(tries));
}
