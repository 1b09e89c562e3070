import type { ForkAnswer, JobReport } from "@burrjs/protocol";
import * as z from "zod";
import { refused } from "../errors.ts";
import { answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { answersByKey } from "../runner/answers-by-key.ts";
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
  const once = answersByKey<ForkAnswer>();

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
      headers: { "idempotency-key": "Sent again, it begins no other run." },
    }),
    checked("param", runParams),
    async (c) => {
      const ref = refOf(c.req.valid("param"));
      const value = await jsonBody(c.req.raw, limits);
      const body = bodyOf(forkBody, value);
      const key = c.req.header("idempotency-key")?.slice(0, 256);
      const answer = await once(key, JSON.stringify([ref, value]), () => forkRun({ settings, runners }, ref, body));
      return answerJson(c.req.raw, answer, { status: 202 });
    },
  );

  app.post(
    `${path}/control`,
    documented({
      summary: "Steps, continues, pauses or aborts a forked run, or answers what it waits for.",
      tag: "forks",
      answer: z.object({ ok: z.literal(true) }),
      status: 202,
      errors: [404, 409, 413, 415, 422],
      body: { type: "application/json", schema: controlAction },
    }),
    checked("param", runParams),
    async (c) => {
      const ref = refOf(c.req.valid("param"));
      const action = bodyOf(controlAction, await jsonBody(c.req.raw, limits));
      const report = await runners.control(ref, action, crypto.randomUUID());
      assertDone(report);
      return answerJson(c.req.raw, { ok: true }, { status: 202 });
    },
  );
}

function assertDone(report: JobReport | undefined): void {
  if (report?.status !== "failed") return;
  const { code, message, path: place } = report;
  if (code === "runner_lost") throw refused(409, { code, message, hint: "Start it again, and fork the run again." });
  const hint = "Nothing was done.";
  throw unprocessable({ code, message, hint, ...(place === undefined ? {} : { path: place }) });
}
