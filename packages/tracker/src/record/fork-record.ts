import { type ForkFacts, initialValue, isInitialValue, pointerKeys } from "@burrjs/protocol";
import { omitted } from "../values/tags.ts";
import type { AppLines } from "./app-lines.ts";

/** What the first run of a fork says of where it comes from: a field of its record. What was changed is hidden where state is. */
export function parentText(lines: AppLines, { parent, patch, ...facts }: ForkFacts): string {
  const about = JSON.stringify({ ...parent, kind: "fork", ...facts });
  const changes = patch.map((operation) => {
    const { op, path } = operation;
    const place = `"op":"${op}","path":${JSON.stringify(path)}`;
    return operation.op === "remove" ? `{${place}}` : `{${place},"value":${valueText(lines, path, operation.value)}}`;
  });
  return `,"parent":${about.slice(0, -1)},"patch":[${changes.join(",")}]}`;
}

function valueText({ texts, style }: AppLines, path: string, json: unknown): string {
  if (isInitialValue(json)) return JSON.stringify(initialValue); // it tells nothing
  const keys = ["state", ...(pointerKeys(path) ?? [])];
  let value: unknown;
  try {
    value = style.codec.decode(JSON.stringify(json));
  } catch {
    return JSON.stringify(omitted("cannot be read"));
  }
  const isHidden = keys.some((_key, index) => index > 0 && texts.hides(keys.slice(0, index + 1), value));
  return isHidden ? JSON.stringify(omitted("hidden")) : texts.whole(value, keys);
}
