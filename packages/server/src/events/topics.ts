import { invalidParameter } from "../routes/checked.ts";
import { projectParams, runParams } from "../schemas/params.ts";
import type { RunRef } from "../store/store.ts";

/** What a client wants to hear of. */
export type Topic =
  | { readonly kind: "run"; readonly name: string; readonly ref: RunRef }
  | { readonly kind: "runs"; readonly name: string; readonly project: string };

/** A run with twenty forks beside it, and some more. */
const mostTopics = 32;

/**
 * Reads the topics of a client: `run:{project}/{partition}/{app}` and `runs:{project}` with commas between, ids percent-encoded.
 *
 * @param text - The parameter.
 * @returns The topics.
 * @throws A refusal, 400.
 */
export function topicsOf(text: string): readonly Topic[] {
  const names = [...new Set(text.split(","))];
  if (names.length > mostTopics) throw invalidParameter("topics", `has more than ${mostTopics} topics`);
  return names.map((name) => topicOf(name));
}

function topicOf(name: string): Topic {
  const [kind = "", rest = "", ...more] = name.split(":");
  const parts = rest.split("/").map((part) => decodedId(part));
  if (more.length === 0 && kind === "run" && parts.length === 3) {
    const [project, partition, app] = parts;
    const parsed = runParams.safeParse({ project, partition, app });
    if (parsed.success) {
      const { project: of, partition: part, app: appId } = parsed.data;
      return { kind, name, ref: { project: of, partitionKey: part === "~" ? null : part, appId } };
    }
  }
  if (more.length === 0 && kind === "runs" && parts.length === 1) {
    const parsed = projectParams.safeParse({ project: parts[0] });
    if (parsed.success) return { kind, name, project: parsed.data.project };
  }
  throw invalidParameter(
    "topics",
    "has to be `run:{project}/{partition}/{app}` or `runs:{project}`, with commas between",
  );
}

function decodedId(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // no id: the caller says so
  }
}
