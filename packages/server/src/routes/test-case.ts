import type { TestFiles } from "@burrjs/protocol";
import * as z from "zod";
import { notFound, refused } from "../errors.ts";
import { answerJson } from "../http/answer.ts";
import { repeat, runParams } from "../schemas/params.ts";
import { type CodeExport, parseCodeExport } from "../test-case/code-export.ts";
import { type NoTest, testCase, type TestCaseOptions } from "../test-case/test-case.ts";
import { checked, invalidParameter } from "./checked.ts";
import { documented } from "./documented.ts";
import { given } from "./given.ts";
import { runOf } from "./look-up.ts";
import type { App, Services } from "./services.ts";

/** What a fixture may have as text: more is nothing to look at. */
const mostLength = 2 * 1024 * 1024;

const answer = z
  .object({
    test_file: z.string(),
    test: z.string(),
    fixture_file: z.string(),
    fixture: z.string(),
    missing: z.array(z.string()).meta({ description: "Where in the fixture values were not recorded: JSON Pointers." }),
    cut_at: z.number().nullable().meta({ description: "The last step of a path that ends before it was to." }),
  })
  .meta({ id: "TestCase" });

const stepId = /^-?\d{1,15}$/;
const steps = z
  .string()
  .max(40)
  .transform((text, context) => {
    const [from = "", to = from, ...more] = text.split("..");
    const span = { from: Number(from), to: Number(to) };
    if (stepId.test(from) && stepId.test(to) && more.length === 0 && span.from <= span.to) {
      return to === from && !text.includes("..") ? { sequenceId: span.from } : span;
    }
    context.addIssue({ code: "custom", message: "is no step, as 41, and no path of steps, as 3..9" });
    return z.NEVER;
  })
  .meta({ description: "A step, whose action is tested: `41`. Or the first and the last of a path: `3..9`." });
const code = z
  .string()
  .max(4096)
  .transform((text, context) => {
    const found = parseCodeExport(text);
    if (found !== undefined) return { ...found, module: imported(found) };
    context.addIssue({ code: "custom", message: "names no code, as ./src/app.ts#app does" });
    return z.NEVER;
  })
  .optional()
  .meta({ description: "Your code, as the test imports it: `./src/app.ts#app`. Default: a note asks for it." });

/**
 * Adds the tests that can be made of an application's steps.
 *
 * @param app - The router.
 * @param services - What the route works with.
 */
export function testCaseRoute(app: App, { settings: { store } }: Services): void {
  app.get(
    "/api/v1/projects/:project/runs/:partition/:app/test",
    documented({
      summary: "A test for Vitest with its fixture, as `burr test-case` writes it: of a step, or of a path of steps.",
      tag: "steps",
      answer,
      errors: [304, 404, 409, 413],
    }),
    checked("param", runParams),
    checked(
      "query",
      z.object({
        steps,
        repeat,
        fixed: z.stringbool().default(false).meta({ description: "Of a step that failed: that it does not any more." }),
        app: code,
      }),
    ),
    async (c) => {
      const run = await runOf(store, c.req.valid("param"));
      const { app: subject, ...asked } = c.req.valid("query");
      const made = await testCase(run, { of: testedOf(asked), app: subject, mostLength });
      if ("refusal" in made) throw noTest(made);
      const { testFile, test, fixtureFile, fixture, missing, cutAt } = made;
      const files: TestFiles = {
        test_file: testFile,
        test,
        fixture_file: fixtureFile,
        fixture,
        missing,
        cut_at: cutAt,
      };
      return answerJson(c.req.raw, files);
    },
  );
}

function testedOf(asked: {
  readonly steps: z.infer<typeof steps>;
  readonly repeat?: number | undefined;
  readonly fixed: boolean;
}): TestCaseOptions["of"] {
  if ("sequenceId" in asked.steps) {
    return { ...asked.steps, ...given({ repeat: asked.repeat }), isFixed: asked.fixed };
  }
  if (asked.fixed || asked.repeat !== undefined) {
    throw invalidParameter(asked.fixed ? "fixed" : "repeat", "is for one step, and not for a path");
  }
  return asked.steps;
}

function noTest({ refusal, message }: NoTest): Error {
  if (refusal === "no-step") return notFound("step");
  if (refusal === "too-large") {
    return refused(413, { code: "test_too_large", message, hint: "Make it with burr test-case, which has no bound." });
  }
  const hint = "Take another step, or a path of steps.";
  return refused(409, { code: "no_test", message, hint: refusal === "not-failed" ? "Leave out `fixed`." : hint });
}

/** The module as a file beside the test imports it: what ends like a file is one, and no package. */
function imported({ module }: CodeExport): string {
  return /^[^./@\\:][^:]*\.[cm]?[jt]sx?$/.test(module) ? `./${module}` : module;
}
