import { runParams } from "../schemas/params.ts";
import type { RunRef } from "../store/store.ts";
import { invalidParameter } from "./checked.ts";
import { refOf } from "./look-up.ts";

/** An application, and a step of it if one was named. */
export interface NamedStep {
  readonly ref: RunRef;
  readonly sequenceId: number | undefined;
}

/**
 * Reads what names an application, or a step, in a parameter: `{partition}/{app}@{seq}`, ids percent-encoded. Without
 * `{partition}/` there is none.
 *
 * @param project - The project of both.
 * @param name - The name of the parameter.
 * @param text - The parameter.
 * @returns What it names.
 * @throws A refusal, 400.
 */
export function namedStep(project: string, name: string, text: string): NamedStep {
  const [, partition = "~", app = "", sequence] = /^(?:([^/@]+)\/)?([^/@]+)(?:@(-?\d{1,15}))?$/.exec(text) ?? [];
  const parsed = runParams.safeParse({ project, partition: decoded(partition), app: decoded(app) });
  if (!parsed.success) throw invalidParameter(name, "has to be `{partition}/{app}@{step}`, ids percent-encoded");
  return { ref: refOf(parsed.data), sequenceId: sequence === undefined ? undefined : Number(sequence) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // no id
  }
}
