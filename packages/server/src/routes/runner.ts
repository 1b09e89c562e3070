import { runnerJobsPath, runnerReportsPath } from "@burrjs/protocol";
import type { Context } from "hono";
import * as z from "zod";
import { refused } from "../errors.ts";
import { outletTo } from "../events/outlet.ts";
import { frame } from "../events/frame.ts";
import { answerJson } from "../http/answer.ts";
import { jsonBody } from "../http/json-body.ts";
import { runnerHello, runnerReports } from "../schemas/runner.ts";
import { bodyOf } from "./body-of.ts";
import { documented } from "./documented.ts";
import type { App, Services } from "./services.ts";

const pingMs = 10_000;

/**
 * Adds what runners talk to. They bring a token of their own; no other one is good for this, and theirs for nothing else.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function runnerRoutes(app: App, services: Services): void {
  const { settings, session, runners } = services;
  if (settings.readOnly) return;
  const { limits } = settings;

  /** The guard has looked already; whatever a path looks like, this one cannot be got around. */
  async function bodyOfRunner(c: Context): Promise<unknown> {
    if (!(await session.isRunner(c.req.raw))) {
      const hint = "Runners have a token of their own.";
      throw refused(401, { code: "unauthorized", message: "A runner has to have its own token.", hint });
    }
    return await jsonBody(c.req.raw, { bytes: limits.bodyBytes, depth: limits.bodyDepth });
  }

  app.post(
    runnerJobsPath,
    documented({
      summary: "Connects a runner: what it is asked to do comes as server-sent events `job`, `ping` each 10 s.",
      tag: "forks",
      answer: ["text/event-stream"],
      errors: [413, 415],
      body: { type: "application/json", schema: runnerHello },
    }),
    async (c) => {
      const hello = bodyOf(runnerHello, await bodyOfRunner(c));
      return c.body(connected(c.req.raw, hello, services), 200, {
        "content-type": "text/event-stream; charset=utf-8",
        "x-accel-buffering": "no",
      });
    },
  );

  const heard = z.object({ ok: z.literal(true) });
  app.post(
    runnerReportsPath,
    documented({
      summary: "Takes what a runner says of its jobs.",
      tag: "forks",
      answer: heard,
      errors: [409, 413, 415],
      body: { type: "application/json", schema: runnerReports },
    }),
    async (c) => {
      const { runner_id: id, reports } = bodyOf(runnerReports, await bodyOfRunner(c));
      if (!runners.report(id, reports)) {
        const hint = "Connect, and say it then.";
        throw refused(409, { code: "not_connected", message: "This runner is not connected.", hint });
      }
      return answerJson(c.req.raw, { ok: true });
    },
  );
}

function connected(
  request: Request,
  hello: z.infer<typeof runnerHello>,
  { settings, runnerSlots, runners, closing }: Services,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const leaveSlot = runnerSlots.take();
  if (leaveSlot === undefined) {
    const headers = { "retry-after": "10" };
    const message = "Too many runners are connected.";
    throw refused(503, { code: "too_many_runners", message, hint: "End one that is not needed.", headers });
  }
  let stopPing = (): void => {};
  let leave = (): void => {};
  const outlet = outletTo(
    () => {},
    () => {
      leaveSlot();
      stopPing();
      leave();
      for (const signal of signals) signal.removeEventListener("abort", end);
    },
  );
  const signals = [request.signal, closing];
  const end = (): void => outlet.end();
  const connection = runners.connect(hello, { send: (text) => outlet.send(text), end });
  leave = () => connection.leave();
  void outlet.send(frame("welcome", { runner_id: hello.runner_id }));
  const ping = (): void => {
    stopPing = settings.schedule(() => {
      // Nobody listens any more when the one before was not taken: the next is not sent before that.
      void connection.runner.ping().then(ping);
    }, pingMs);
  };
  ping();
  for (const signal of signals) {
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  }
  return outlet.body;
}
