import * as z from "zod";
import { alignRuns } from "../align/align-runs.ts";
import { answerJson } from "../http/answer.ts";
import { pageOf } from "../http/pages.ts";
import { pageSchema } from "../schemas/lists.ts";
import { cursor, limit, projectParams } from "../schemas/params.ts";
import { checked } from "./checked.ts";
import { documented } from "./documented.ts";
import { present } from "./look-up.ts";
import { namedStep } from "./run-name.ts";
import type { App, Services } from "./services.ts";

const alignedStep = z
  .object({ n: z.number(), sequence_id: z.number(), action: z.string() })
  .meta({ id: "AlignedStep" });
const alignedRow = z
  .object({
    kind: z.enum(["same", "changed", "only_a", "only_b", "inherited", "open"]),
    a: alignedStep.nullable(),
    b: alignedStep.nullable(),
    count: z.number(),
  })
  .meta({ id: "AlignedRow" });
const counts = z.object({
  same: z.number(),
  changed: z.number(),
  only_a: z.number(),
  only_b: z.number(),
  inherited: z.number(),
  open: z.number(),
});

/**
 * Adds the comparison of two applications.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function alignRoute(app: App, { settings: { store } }: Services): void {
  const name = z
    .string()
    .max(8192)
    .meta({ description: "`{partition}/{app}`, ids percent-encoded; without `{partition}/`: none." });
  app.get(
    "/api/v1/projects/:project/align",
    documented({
      summary: "The steps of two applications beside each other.",
      tag: "runs",
      answer: pageSchema(alignedRow).extend({ counts, first_difference: alignedRow.nullable() }),
      errors: [304, 404],
    }),
    checked("param", projectParams),
    checked("query", z.object({ a: name, b: name, cursor, limit: limit(1000) })),
    async (c) => {
      const { project } = c.req.valid("param");
      const { a, b, ...page } = c.req.valid("query");
      const one = present(await store.run(namedStep(project, "a", a).ref), "application");
      const other = present(await store.run(namedStep(project, "b", b).ref), "application");
      const { rows, ...rest } = await alignRuns(one, other);
      return answerJson(c.req.raw, { ...pageOf(rows, "align", page), ...rest });
    },
  );
}
