import { checkBoolean, readFields, readTexts } from "./json-reader.ts";

const lists = ["reads", "writes", "mayWrite", "tags", "handles"];
const flags = ["isAsync", "isStreaming", "terminal"];

/** Refuses what does not look like the facts of an action. All of them may be left out. */
export function checkAction(json: unknown, path: string): void {
  const fields = readFields(json, path, [...lists, ...flags, "inputs", "subgraph"]);
  for (const [name, value] of fields) {
    const at = `${path}.${name}`;
    if (lists.includes(name)) readTexts(value, at);
    else if (flags.includes(name)) checkBoolean(value, at);
    else if (name === "subgraph") readFields(value, at, ["entrypoint", "actions", "transitions"]);
    else for (const [kind, names] of readFields(value, at, ["required", "optional"])) readTexts(names, `${at}.${kind}`);
  }
}
