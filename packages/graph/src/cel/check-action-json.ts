import { checkBoolean, invalidAt, kindOf, readFields, readTexts } from "./json-reader.ts";

const lists = ["reads", "writes", "mayWrite", "tags", "handles"];
const flags = ["isAsync", "isStreaming", "terminal"];
const policies = ["attempts", "retryOn", "timeoutMs", "idleTimeoutMs", "fallback", "undo", "answers"];

/** Refuses what does not look like the facts of an action. All of them may be left out. */
export function checkAction(json: unknown, path: string): void {
  const fields = readFields(json, path, [...lists, ...flags, "inputs", "policies", "subgraph"]);
  for (const [name, value] of fields) {
    const at = `${path}.${name}`;
    if (lists.includes(name)) readTexts(value, at);
    else if (flags.includes(name)) checkBoolean(value, at);
    else if (name === "policies") checkPolicies(value, at);
    else if (name === "subgraph") readFields(value, at, ["entrypoint", "actions", "transitions"]);
    else for (const [kind, names] of readFields(value, at, ["required", "optional"])) readTexts(names, `${at}.${kind}`);
  }
}

function checkPolicies(json: unknown, path: string): void {
  for (const [name, value] of readFields(json, path, policies)) {
    const at = `${path}.${name}`;
    if (name === "retryOn" || name === "answers") readTexts(value, at);
    else if (name === "fallback" || name === "undo") checkBoolean(value, at);
    else if (typeof value !== "number" && !(name === "attempts" && value === "unlimited")) {
      throw invalidAt(at, `There is ${kindOf(value)}.`, "Put a number there.");
    }
  }
}
