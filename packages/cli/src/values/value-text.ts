import { isObject, isTagged, type ValuePreview, visibleJson, visibleLine } from "@burrjs/protocol";
import { bytesText, countText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/style.ts";
import { tagText } from "./log-tags.ts";

/** A value of the log on one line. It is not cut. */
export function valueText(value: unknown): string {
  if (isTagged(value)) return visibleLine(tagText(value));
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (!isObject(value)) return visibleJson(JSON.stringify(value) ?? "undefined");
  const fields = Object.entries(value).map(([key, one]) => `${keyText(key)}: ${valueText(one)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** A value that the store may have cut, on one line. */
export function previewText(preview: ValuePreview | null): string {
  if (preview === null) return "–";
  if (preview.truncated !== true) return valueText(preview.value);
  const length = preview.length === undefined ? "" : `${countText(preview.length)} items, `;
  return `${visibleLine(preview.preview ?? "")}… ‹${preview.type}, ${length}${bytesText(preview.bytes)}›`;
}

/** A value as indented lines, coloured. */
export function valueLines(value: unknown, style: Style): string[] {
  if (isTagged(value)) return [style.magenta(visibleLine(tagText(value)))];
  if (Array.isArray(value)) {
    return value.length === 0
      ? ["[]"]
      : block("[", value.map((one) => valueLines(one, style)), "]"); // prettier-ignore
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([key, one]) => {
      const [first = "", ...rest] = valueLines(one, style);
      return [`${style.cyan(keyText(key))}: ${first}`, ...rest];
    });
    return fields.length === 0 ? ["{}"] : block("{", fields, "}");
  }
  const text = visibleJson(JSON.stringify(value) ?? "undefined");
  if (typeof value === "string") return [style.green(text)];
  return [typeof value === "number" ? style.yellow(text) : style.magenta(text)];
}

/** A key of an object: in quotes where it is no identifier. */
export function keyText(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? visibleLine(key) : visibleJson(JSON.stringify(key));
}

function block(open: string, parts: readonly (readonly string[])[], close: string): string[] {
  const inner = parts.flatMap((lines, place) =>
    lines.map((line, index) => {
      const isEnd = index === lines.length - 1 && place < parts.length - 1;
      return `  ${line}${isEnd ? "," : ""}`;
    }),
  );
  return [open, ...inner, close];
}
