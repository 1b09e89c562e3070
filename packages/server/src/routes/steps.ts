import * as z from "zod";
import { refused } from "../errors.ts";
import { answerJson, answerText, jsonText } from "../http/answer.ts";
import { pageText } from "../http/pages.ts";
import { pageSchema, stepRow } from "../schemas/lists.ts";
import {
  count,
  cursor,
  limit,
  pointer,
  prices,
  query,
  repeat,
  runParams,
  sequenceId,
  stepParams,
  zone,
} from "../schemas/params.ts";
import { stepDetail, streamPart } from "../schemas/step-detail.ts";
import { diffEntry, stateView } from "../schemas/values.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { given } from "./given.ts";
import { present, runOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

const path = "/api/v1/projects/:project/runs/:partition/:app";
/** What one value may have as JSON. */
const mostValueLength = 32 * 1024 * 1024;

/**
 * Adds what is about the steps of an application.
 *
 * @param app - The router.
 * @param services - What the routes work with.
 */
export function stepRoutes(app: App, { settings: { store } }: Services): void {
  app.get(
    `${path}/steps`,
    documented({ summary: "The steps.", tag: "steps", answer: pageSchema(stepRow), errors: [304, 404, 410] }),
    checked("param", runParams),
    checked(
      "query",
      z.object({
        cursor,
        limit: limit(200),
        dir: z.enum(["fwd", "back"]).default("fwd"),
        around: sequenceId.optional().meta({ description: "The page around the step with this id." }),
        q: query,
        prices,
        zone,
      }),
    ),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const { dir, limit: most, ...rest } = c.req.valid("query");
      const direction = dir === "back" ? "back" : "forward";
      const text = await pageText(most, (limited) => run.steps({ ...given(rest), direction, limit: limited }));
      return answerText(c.req.raw, present(text, "page"), { type: "application/json" });
    },
  );

  app.get(
    `${path}/steps/:seq`,
    documented({ summary: "A step, without its state.", tag: "steps", answer: stepDetail, errors: [304, 404] }),
    checked("param", stepParams),
    checked("query", z.object({ repeat })),
    async (c) => {
      const { seq, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      return answerJson(c.req.raw, present(await run.step(seq, c.req.valid("query").repeat), "step"));
    },
  );

  app.get(
    `${path}/steps/:seq/state`,
    documented({ summary: "Part of the state at a step.", tag: "steps", answer: stateView, errors: [304, 404] }),
    checked("param", stepParams),
    checked(
      "query",
      z.object({
        at: z.enum(["before", "after"]).default("after"),
        path: pointer.default(""),
        depth: count.max(20).default(1).meta({ description: "How many levels of children to give." }),
        page: count.optional().meta({ description: "`next_page` of the node, for further children." }),
        repeat,
      }),
    ),
    async (c) => {
      const { seq, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      const { depth: deepest, ...options } = c.req.valid("query");
      const text = await pageText(deepest, (depth) => run.state(seq, { ...given(options), depth }));
      const type = "application/json";
      return answerText(c.req.raw, present(text, "step, or no such path in its state"), { type });
    },
  );

  app.get(
    `${path}/steps/:seq/value`,
    documented({
      summary:
        "A value in full: of the state around a step, its inputs, its answers, its result, its attributes (`/{span}/{name}`).",
      tag: "steps",
      answer: z.unknown(),
      errors: [304, 404, 413],
    }),
    checked("param", stepParams),
    checked(
      "query",
      z.object({
        of: z.enum(["before", "after", "inputs", "answers", "result", "attributes"]),
        path: pointer.default(""),
        repeat,
      }),
    ),
    async (c) => {
      const { seq, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      const found = present(await run.value?.(seq, given(c.req.valid("query"))), "value");
      const text = jsonText(found.value);
      if (text.length > mostValueLength) {
        const message = `The value has ${text.length} characters of JSON: more than an answer may have.`;
        throw refused(413, { code: "value_too_large", message, hint: "Ask for a part of it, by its path." });
      }
      return answerText(c.req.raw, text, { type: "application/json" });
    },
  );

  app.get(
    `${path}/steps/:seq/stream`,
    documented({ summary: "The chunks of a step's stream.", tag: "steps", answer: streamPart, errors: [304, 404] }),
    checked("param", stepParams),
    checked("query", z.object({ attempt: count.optional(), from: count.default(0), limit: limit(1000), repeat })),
    async (c) => {
      const { seq, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      const { limit: most, ...part } = c.req.valid("query");
      const text = await pageText(most, (limited) => run.stream(seq, { ...given(part), limit: limited }));
      return answerText(c.req.raw, present(text, "stream"), { type: "application/json" });
    },
  );

  const change = z.object({ sequence_id: z.number(), action: z.string(), change: diffEntry });
  app.get(
    `${path}/keys/:pointer/history`,
    documented({
      summary: "Each step that wrote a value of the state. `pointer`: a JSON Pointer, percent-encoded (`%2Fhistory`).",
      tag: "steps",
      answer: pageSchema(change),
      errors: [304, 404, 410],
    }),
    checked("param", runParams.extend({ pointer })),
    checked("query", z.object({ cursor, limit: limit(100) })),
    async (c) => {
      const { pointer: at, ...rest } = c.req.valid("param");
      const run = await runOf(store, rest);
      const { limit: most, ...from } = c.req.valid("query");
      const text = await pageText(most, (limited) => run.keyHistory(at, { ...given(from), limit: limited }));
      return answerText(c.req.raw, present(text, "key"), { type: "application/json" });
    },
  );
}
