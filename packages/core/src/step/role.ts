import type { GraphNode } from "../graph/compile.ts";
import type { Runtime } from "../run/runtime.ts";
import type { UndoneCommit } from "../undo/commits.ts";

/** What of its action a step calls: `run`, its `fallback` when that has failed, its `onAnswer` when it was suspended and is answered, or its `undo`. */
export type Role =
  | { readonly kind: "run" }
  | { readonly kind: "fallback"; readonly error: unknown }
  | { readonly kind: "answer"; readonly answers: Readonly<Record<string, unknown>> }
  | { readonly kind: "undo"; readonly commit: UndoneCommit & { readonly before: string | undefined } };

const running: Role = { kind: "run" };

/** What the next step at `node` is to do. */
export function nextRole({ meta: { suspended } }: Runtime, { name }: GraphNode): Role {
  if (suspended?.action !== name) return running;
  const answers = suspended.requests.map((request) => [request.name, request.answer?.value] as const);
  return { kind: "answer", answers: Object.fromEntries(answers) };
}
