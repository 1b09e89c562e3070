import { beginOf, isTagged, type ValuePreview } from "@burrjs/protocol";
import { bytesText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { dataImage } from "./data-image.ts";
import { specialValue } from "./special-value.ts";

/** A piece of a value in a line, as it is coloured. */
export interface ValueToken {
  readonly kind: "key" | "string" | "number" | "keyword" | "punctuation" | "special" | "chip" | "off";
  readonly text: string;
}

/** A value of the log as one line of about `limit` characters; what is left out shows as `…`. */
export function valueTokens(value: unknown, limit = 120): readonly ValueToken[] {
  const line = new Line(limit);
  line.value(value);
  return line.tokens;
}

/** A preview as one line. Of a value that was cut there is only how it begins. */
export function previewTokens(preview: ValuePreview, limit = 120): readonly ValueToken[] {
  if (preview.truncated !== true) return valueTokens(preview.value, limit);
  const given = preview.preview ?? "";
  // Of large texts, some come as they are, without quotes.
  const begin = preview.type === "string" && !given.startsWith('"') ? `"${given}` : given;
  const image = begin.startsWith('"') ? dataImage(begin.slice(1), preview.bytes - 2) : undefined;
  if (image !== undefined) return [{ kind: "chip", text: `${image.mime}, ${bytesText(image.bytes)}` }];
  const kind = preview.type === "string" ? "string" : preview.type === "special" ? "special" : "punctuation";
  return [
    { kind, text: visibleText(beginOf(begin, limit)) },
    { kind: "off", text: "…" },
  ];
}

/** How large a value is, in words: `4 items`, `3 keys`, `12 kB`; "" for what shows as a whole. */
export function sizeText({ type, length, bytes, truncated }: ValuePreview): string {
  if (length !== undefined && type === "array") return length === 1 ? "1 item" : `${length} items`;
  if (length !== undefined && type === "object") return length === 1 ? "1 key" : `${length} keys`;
  return truncated === true || bytes > 200 ? bytesText(bytes) : "";
}

class Line {
  readonly tokens: ValueToken[] = [];
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  value(value: unknown): void {
    if (typeof value === "string") this.#string(value);
    else if (typeof value === "number") this.#add("number", String(value));
    else if (value === null || value === undefined || typeof value === "boolean") this.#add("keyword", String(value));
    else if (Array.isArray(value))
      this.#items(
        "[",
        value.map((item: unknown) => [undefined, item] as const),
        "]",
      );
    else if (isTagged(value)) this.#special(value);
    else if (typeof value === "object") this.#items("{", Object.entries(value), "}");
  }

  #special(value: unknown): void {
    const { name, text, tone, parts } = specialValue(value) ?? { name: "", text: "", tone: "special" as const };
    if (parts === undefined) this.#add(tone, visibleText(text));
    else if (name === "Map" || name === "Set" || name === "Object" || name === "Array") {
      this.#add("special", `${text} `);
      const isList = name === "Set";
      this.#items(isList ? "[" : "{", parts.map(({ key, value: part }) => [isList ? undefined : key, part] as const), isList ? "]" : "}"); // prettier-ignore
    } else this.#add(tone, visibleText(text));
  }

  #string(text: string): void {
    const image = dataImage(text);
    if (image !== undefined) this.#add("chip", `${image.mime}, ${bytesText(image.bytes)}`);
    else
      this.#add(
        "string",
        visibleText(JSON.stringify(beginOf(text, Math.max(8, this.#left)))),
        text.length > Math.max(8, this.#left),
      );
  }

  #items(open: string, entries: readonly (readonly [string | undefined, unknown])[], close: string): void {
    this.#add("punctuation", open);
    for (const [index, [key, item]] of entries.entries()) {
      if (this.#left <= 0) {
        this.#add("off", "…");
        break;
      }
      if (index > 0) this.#add("punctuation", ", ");
      if (key !== undefined) {
        this.#add("key", visibleText(key));
        this.#add("punctuation", ": ");
      }
      this.value(item);
    }
    this.#add("punctuation", close);
  }

  #add(kind: ValueToken["kind"], text: string, isCut = false): void {
    const shown = isCut ? `${text.slice(0, -1)}…"` : text;
    this.#left -= shown.length;
    this.tokens.push({ kind, text: shown });
  }
}
