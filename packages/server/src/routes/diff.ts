import * as z from "zod";
import { notFound } from "../errors.ts";
import { answerText } from "../http/answer.ts";
import { pageOf, pageText } from "../http/pages.ts";
import { pageSchema } from "../schemas/lists.ts";
import { cursor, limit, pointer, projectParams, repeat } from "../schemas/params.ts";
import { diffEntry } from "../schemas/values.ts";
import { stateDifference } from "../store/states/state-difference.ts";
import type { LogStore } from "../store/store.ts";
import { checked, invalidParameter } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import { namedStep, type NamedStep } from "./run-name.ts";
import type { App, Services } from "./services.ts";

const step = z
  .string()
  .max(8192)
  .meta({ description: "A step: `{partition}/{app}@{step}`, ids percent-encoded; without `{partition}/`: none." });
const at = z.enum(["before", "after"]).default("after");

/**
 * Adds the difference of two states.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function diffRoute(app: App, { settings: { store } }: Services): void {
  app.get(
    "/api/v1/projects/:project/diff",
    documented({
      summary: "What differs between the states of two steps, of one application or of two.",
      tag: "steps",
      answer: pageSchema(diffEntry),
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked(
      "query",
      z.object({
        a: step,
        b: step,
        a_at: at,
        b_at: at,
        a_repeat: repeat,
        b_repeat: repeat,
        path: pointer.default(""),
        cursor,
        limit: limit(1000),
      }),
    ),
    async (c) => {
      const { project } = c.req.valid("param");
      const asked = c.req.valid("query");
      const [a, b] = [namedStep(project, "a", asked.a), namedStep(project, "b", asked.b)];
      const [one, other] = await Promise.all([
        stateOf(store, a, { name: "a", at: asked.a_at, repeat: asked.a_repeat }),
        stateOf(store, b, { name: "b", at: asked.b_at, repeat: asked.b_repeat }),
      ]);
      const isOneLog = a.ref.appId === b.ref.appId && a.ref.partitionKey === b.ref.partitionKey;
      const entries = stateDifference(one, other, { isOneLog, path: asked.path });
      if (entries === undefined) throw notFound("path in either state");
      const text = await pageText(asked.limit, (most) =>
        Promise.resolve(pageOf(entries, "diff", { cursor: asked.cursor, limit: most })),
      );
      return answerText(c.req.raw, present(text, "difference"), { type: "application/json" });
    },
  );
}

type State = Readonly<Record<string, unknown>>;

async function stateOf(
  store: LogStore,
  { ref, sequenceId }: NamedStep,
  options: { readonly name: string; readonly at: "before" | "after"; readonly repeat: number | undefined },
): Promise<State> {
  if (sequenceId === undefined) throw invalidParameter(options.name, "has to name a step: `{partition}/{app}@{step}`");
  const run = present(await store.run(ref), "application");
  return present(await run.stateValue(sequenceId, options.at, options.repeat), "step");
}
