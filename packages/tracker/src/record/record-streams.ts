import type { HookEvent } from "@burrjs/core";
import { inBackground } from "../machine/in-background.ts";
import { longText } from "../values/tags.ts";
import type { AppLines } from "./app-lines.ts";
import { holdBack, letGo } from "./held-back.ts";

/** A batch is written when it has so many items, so many bytes, or is so old. */
const mostItems = 64;
const mostBytes = 16 * 1024;
const longestWaitMs = 250;

/** Writes the streams of one application, which has at most one at a time. */
export class StreamRecords {
  readonly #lines: AppLines;
  readonly #write = (): void => this.flush();
  /** The batch: texts of JSON, or what they are made of. */
  #items: unknown[] = [];
  #times: number[] = [];
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sequenceId = -1;
  #attempt = 1;
  #count = 0;
  #hasBegun = false;
  #lastMs = 0;
  /** Of the step: how many bytes may still be written, and how many items were not. */
  #room = 0;
  #dropped = 0;

  constructor(lines: AppLines) {
    this.#lines = lines;
  }

  begin({ sequenceId, attempt }: HookEvent<"preStartStream">): void {
    const lines = this.#lines;
    this.#sequenceId = sequenceId;
    this.#attempt = attempt;
    this.#count = 0;
    this.#hasBegun = false;
    this.#room = lines.style.maxChunkBytes;
    this.#dropped = 0;
    lines.write(
      `{"type":"begin_stream","action_sequence_id":${sequenceId},"span_id":null,"stream_init_time":${lines.time()}${lines.offset()}}`,
    );
    this.#lastMs = lines.style.clocks.monotonic();
  }

  item({ item, itemIndex, attempt }: HookEvent<"postStreamItem">): void {
    const now = this.#lines.style.clocks.monotonic();
    if (attempt !== this.#attempt || itemIndex < this.#count) this.#beginAttempt(attempt);
    this.#count = itemIndex + 1;
    if (!this.#hasBegun) this.#first();
    const micros = Math.round((now - this.#lastMs) * 1000);
    this.#lastMs = now;
    if (this.#lines.isPython) return;
    const kept = this.#kept(item);
    const bytes = typeof kept === "string" ? kept.length + 3 : kept instanceof Json ? kept.text.length + 1 : 8;
    if (this.#dropped > 0 || bytes > this.#room) {
      this.#dropped += 1;
      return;
    }
    this.#room -= bytes;
    this.#bytes += bytes;
    this.#times.push(micros);
    const held = this.#items.push(kept);
    if (held >= mostItems || this.#bytes >= mostBytes) this.flush();
    else if (this.#timer === undefined) {
      this.#timer = inBackground(setTimeout(this.#write, longestWaitMs));
      holdBack(this.#write);
    }
  }

  end({ sequenceId }: HookEvent<"postEndStream">): void {
    const lines = this.#lines;
    this.flush();
    this.#tellDropped();
    lines.write(
      `{"type":"end_stream","action_sequence_id":${sequenceId},"span_id":null,"end_time":${lines.time()},` +
        `"items_streamed":${this.#count}${lines.offset()}}`,
    );
  }

  /** An attempt has failed: its items were taken back, and the next one begins to count anew. */
  beginAttempt(): void {
    this.flush();
    this.#tellDropped();
    this.#count = 0;
  }

  /** Writes the batch. */
  flush(): void {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      letGo(this.#write);
    }
    const items = this.#items;
    if (items.length === 0) return;
    const texts = items.map((item) => (item instanceof Json ? item.text : JSON.stringify(item)));
    this.#writeBatch(this.#count - this.#dropped - items.length, this.#times.join(","), texts.join(","));
    this.#items = [];
    this.#times = [];
    this.#bytes = 0;
  }

  #beginAttempt(attempt: number): void {
    this.beginAttempt();
    this.#attempt = attempt;
  }

  #first(): void {
    this.#hasBegun = true;
    const lines = this.#lines;
    lines.write(
      `{"type":"first_item_stream","action_sequence_id":${this.#sequenceId},"span_id":null,"first_item_time":${lines.time()}${lines.offset()}}`,
    );
  }

  /** What is kept of an item until the batch is written: objects may change meanwhile. */
  #kept(item: unknown): unknown {
    const { rules } = this.#lines.style;
    if (!rules.looksAtValues) {
      if (typeof item === "string" && item.length < longText) return item;
      if (typeof item === "boolean" || (typeof item === "number" && item - item === 0 && item !== 0)) return item;
    }
    return new Json(this.#lines.texts.whole(item, ["chunk"]));
  }

  #tellDropped(): void {
    if (this.#dropped === 0) return;
    this.#writeBatch(this.#count - this.#dropped, "", "", `,"dropped":${this.#dropped}`);
    this.#dropped = 0;
    this.#room = 0;
  }

  #writeBatch(first: number, times: string, items: string, more = ""): void {
    const attempt = this.#attempt === 1 ? "" : `,"attempt":${this.#attempt}`;
    this.#lines.write(
      `{"type":"stream_chunk","sequence_id":${this.#sequenceId}${attempt},"i":${first},"dt_us":[${times}],"items":[${items}]${more}}`,
    );
  }
}

/** An item as JSON text. */
class Json {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
