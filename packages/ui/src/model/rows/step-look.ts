import type { StepCells } from "../step-columns.ts";

/** What kind of work a step is: it gives the step an icon and its bar a colour. */
export type StepLook = "action" | "llm" | "tool" | "data" | "http" | "stream";

// What people call such actions by tags. A map, since tags come from outside.
const byTag = new Map<string, StepLook>([
  ["llm", "llm"],
  ["model", "llm"],
  ["chat", "llm"],
  ["tool", "tool"],
  ["tools", "tool"],
  ["retrieval", "data"],
  ["search", "data"],
  ["db", "data"],
  ["database", "data"],
  ["data", "data"],
  ["http", "http"],
  ["api", "http"],
]);

/** The kind of a step: what streams is a stream; else as the tags of its action say; one that used tokens has called a model. */
export function stepLook({ kind, tokens }: Pick<StepCells, "kind" | "tokens">, tags: readonly string[] = []): StepLook {
  if (kind === "stream") return "stream";
  for (const tag of tags) {
    const look = byTag.get(tag.toLowerCase());
    if (look !== undefined) return look;
  }
  return tokens > 0 ? "llm" : "action";
}
