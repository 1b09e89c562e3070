import type { Runner } from "@burrjs/tracker/runner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fork as makeFork } from "./harness/forks.ts";
import { settled } from "./harness/settled.ts";
import { testStage } from "./harness/test-stage.ts";
import { followedRun } from "./tasks/following.ts";
import { firstDifference, fork, forked } from "./tasks/forks.ts";
import { copiedLink, savedTest } from "./tasks/keeping.ts";
import { thirdError, whoSetMode, whyNotImage } from "./tasks/reasons.ts";
import { failedYesterday } from "./tasks/runs.ts";
import { longestStall, seenAtMoment } from "./tasks/streams.ts";
import type { Task } from "./tasks/task.ts";
import { chat } from "./worlds/chat-world.ts";
import { serveAgent } from "./worlds/chat-runner.ts";
import { writeTaskWorld } from "./worlds/task-world.ts";

const stage = testStage(writeTaskWorld);
let runner: Runner;

beforeAll(async () => {
  runner = await serveAgent(stage.dir, stage.server);
  const opened = await stage.open("/p");
  await makeFork(opened, chat.path, {
    sequence_id: 38,
    at: "before",
    patch: [{ op: "replace", path: "/prompt", value: "Draw the sea" }],
    new_app_id: forked,
  });
  await opened.context.close();
}, 60_000);

afterAll(async () => {
  await runner?.close();
});

const tasks: readonly Task[] = [
  failedYesterday,
  whyNotImage,
  whoSetMode,
  seenAtMoment,
  longestStall,
  thirdError,
  copiedLink,
  fork,
  firstDifference,
  savedTest,
  followedRun,
];

describe("in less than half a minute, one can", () => {
  for (const { name, byMouse, byKeys, done } of tasks) {
    for (const [hand, work] of [
      ["with the mouse", byMouse],
      ["without it", byKeys],
    ] as const) {
      it(`${name}, ${hand}`, { timeout: 30_000 }, async () => {
        // A browser that was never here before.
        const { page, context, problems } = await stage.open("/p", { permissions: ["clipboard-read", "clipboard-write"] }); // prettier-ignore
        try {
          await settled(page);
          await work(page, stage);
          await done(page, stage);
          expect(problems.take()).toEqual([]);
        } finally {
          await context.close();
        }
      });
    }
  }
});
