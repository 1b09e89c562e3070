import type { ForkAnswer, JobReport } from "@burrjs/protocol";
import type { Context } from "hono";
import * as z from "zod";
import { refused } from "../errors.ts";
import { answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { answersByKey, digestOf } from "../runner/answers-by-key.ts";
import { assertKnown } from "../runner/edited-state.ts";
import { unprocessable } from "../runner/fork-refusals.ts";
import { forkRun } from "../runner/fork-run.ts";
import { runParams } from "../schemas/params.ts";
import { controlAction, forkAnswer, forkBody, runnersView } from "../schemas/runner.ts";
import { bodyOf } from "./body-of.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { refOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

const path = "/api/v1/projects/:project/runs/:partition/:app";

/**
 * Adds forks of runs, which runners make, and what can be done with them while they run.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function forkRoutes(app: App, { settings, runners }: Services): void {
  if (settings.readOnly) return;
  const limits = { bytes: settings.limits.bodyBytes, depth: settings.limits.bodyDepth };
  const forkOnce = answersByKey<ForkAnswer>();
  const controlOnce = answersByKey<JobReport>();

  app.get(
    "/api/v1/runners",
    documented({
      summary: "The programs that can fork runs, and the forks that they were asked for.",
      tag: "forks",
      answer: runnersView,
      errors: [304],
    }),
    (c) => answerJson(c.req.raw, runners.view),
  );

  app.post(
    `${path}/forks`,
    documented({
      summary: "Begins a new run where this one was, in a runner; with `Idempotency-Key`, once.",
      tag: "forks",
      answer: forkAnswer,
      status: 202,
      errors: [404, 409, 413, 415, 422],
      body: { type: "application/json", schema: forkBody },
      headers: { "idempotency-key": "Sent again, it begins no other run. Needs `runner_id`." },
    }),
    checked("param", runParams),
    async (c) => {
      const ref = refOf(c.req.valid("param"));
      const value = await jsonBody(c.req.raw, limits);
      const body = bodyOf(forkBody, value);
      const [key, order] = [keyOf(c), JSON.stringify([ref, value])];
      // A server that was started anew does not know what it was sent before: the run is known by its id, to that runner or to the log.
      if (key !== undefined && body.runner_id === undefined) throw runnerNeeded();
      const newId = await idOf(key, order);
      const answer = await forkOnce(key, order, () => forkRun({ settings, runners }, ref, { body, newId }));
      return answerJson(c.req.raw, answer, { status: 202 });
    },
  );

  app.post(
    `${path}/control`,
    documented({
      summary:
        "Steps, continues, pauses or aborts a forked run, or answers what it waits for; with `Idempotency-Key`, once.",
      tag: "forks",
      answer: z.object({ ok: z.literal(true) }),
      status: 202,
      errors: [404, 409, 413, 415, 422, 504],
      body: { type: "application/json", schema: controlAction },
      headers: { "idempotency-key": "Sent again, it is not done again: the answer is how it went." },
    }),
    checked("param", runParams),
    async (c) => {
      const ref = refOf(c.req.valid("param"));
      const action = bodyOf(controlAction, await jsonBody(c.req.raw, limits));
      if ("inputs" in action) assertKnown(action.inputs ?? {}, "input");
      const [key, order] = [keyOf(c), JSON.stringify([ref, action])];
      // A server that was started anew does not know what it was sent before; the runner does, by this.
      const jobId = await idOf(key, order);
      const report = await runners.soon(controlOnce(key, order, () => runners.control(ref, action, jobId)));
      assertDone(report, runners.jobOf(ref)?.runner_name);
      return answerJson(c.req.raw, { ok: true }, { status: 202 });
    },
  );
}

/** Two runners that do not know of each other would make the fork twice. */
function runnerNeeded(): Error {
  const message = "A fork that may be sent again has to name its runner: another one would make it once more.";
  const hint = "Pass `runner_id`, as GET /api/v1/runners has it, or leave out the `Idempotency-Key`.";
  return unprocessable({ code: "runner_needed", message, hint, path: "/runner_id" });
}

function keyOf(c: Context): string | undefined {
  return c.req.header("idempotency-key")?.slice(0, 256);
}

/** Names what a request asks for: with a key, each time the same. */
async function idOf(key: string | undefined, order: string): Promise<string> {
  return key === undefined ? crypto.randomUUID() : (await digestOf(JSON.stringify([key, order]))).slice(0, 32);
}

function assertDone(report: JobReport | undefined, runner = ""): void {
  if (report === undefined) {
    const message = `The runner "${runner}" has not answered yet: it may be busy.`;
    const hint = "It does it as soon as it can. Send it again with the same `Idempotency-Key` to hear how it went: it is not done twice."; // prettier-ignore
    throw refused(504, { code: "runner_silent", message, hint });
  }
  if (report.status !== "failed") return;
  const { code, message, path: place } = report;
  if (code === "runner_lost") throw refused(409, { code, message, hint: "Look at how the run stands before you ask again: it may have been done." }); // prettier-ignore
  const hint = "Nothing was done.";
  throw unprocessable({ code, message, hint, ...(place === undefined ? {} : { path: place }) });
}
