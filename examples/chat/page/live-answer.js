/** @import { AnyRunEvent } from "@burrjs/core" */
/** @import { Message } from "../chat.ts" */
/** @import { MessageView } from "./message-view.js" */

/** An answer on its way: it grows in a view, and knows how far its events were read. */
export class LiveAnswer {
  /** @type {MessageView} */
  view;
  /**
   * What a reader that comes back sends as `Last-Event-ID`: the id of the last chunk.
   * @type {string | undefined}
   */
  lastEventId;
  #text = "";

  /** @param {MessageView} view */
  constructor(view) {
    this.view = view;
    view.showLive("");
  }

  get isEmpty() {
    return this.#text === "";
  }

  /** @param {AnyRunEvent} event */
  take(event) {
    if (event.type === "rollback") this.view.showLive((this.#text = ""));
    if (event.type === "chunk") {
      this.lastEventId = `${event.sequenceId}.${event.attempt}.${event.index}`;
      this.view.showLive((this.#text += textIn(event.chunk)));
    }
    const message = answerIn(event);
    if (message !== undefined) this.view.show(message);
  }
}

/**
 * The answer that a step has put into the memory, if it did.
 * @param {AnyRunEvent} event
 */
function answerIn(event) {
  if (event.type !== "step-end" || !event.committed) return undefined;
  const values = event.delta.map((one) => (one.op === "append" && one.key === "history" ? one.value : undefined));
  return values.map((value) => /** @type {Message | undefined} */ (value)).find((one) => one?.role === "assistant");
}

/** @param {unknown} chunk */
function textIn(chunk) {
  return typeof chunk === "object" && chunk !== null && "text" in chunk ? String(chunk.text) : "";
}
