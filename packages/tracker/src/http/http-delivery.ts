import { isObject } from "@burrjs/protocol";
import type { Item } from "./cargo.ts";
import { lostLine } from "./cargo.ts";
import type { Delivery, Outcome } from "./delivery.ts";
import type { HttpAnswer } from "./http-post.ts";
import { halves, recordsIn, sift, type WireLine, wireLines, wireText } from "./ingest-lines.ts";
import type { Reporter } from "./reporter.ts";
import { retryAfterMs } from "./retry.ts";

/** What deliveries over HTTP share. */
export interface HttpDeliveryOptions {
  readonly post: (body: string, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly reporter: Reporter;
  readonly now: () => number;
  readonly maxBodyBytes: number;
}

interface Envelope {
  readonly lines: readonly WireLine[];
  readonly body: string;
}

/** A batch for a server. What it cannot take at once goes in parts; what it cannot take at all is left out. */
export class HttpDelivery implements Delivery {
  readonly #options: HttpDeliveryOptions;
  /** What has to be sent, the first first. */
  #envelopes: Envelope[] = [];

  constructor(items: readonly Item[], options: HttpDeliveryOptions) {
    this.#options = options;
    this.#put(wireLines(items));
  }

  /** How many records and large values may not be there yet. */
  get records(): number {
    return this.#envelopes.flatMap(({ lines }) => lines).reduce((sum, line) => sum + recordsIn(line), 0);
  }

  /** See `Delivery`. */
  async attempt(signal: AbortSignal): Promise<Outcome> {
    try {
      let envelope = this.#envelopes[0];
      while (envelope !== undefined) {
        const answer = await this.#options.post(envelope.body, signal);
        const outcome = this.#read(answer, envelope);
        if (outcome !== undefined) return outcome;
        envelope = this.#envelopes[0];
      }
      return { kind: "done" };
    } catch (error) {
      return { kind: "retry", error };
    }
  }

  #read(answer: HttpAnswer, { lines }: Envelope): Outcome | undefined {
    const { status, retryAfter } = answer;
    if (status >= 200 && status < 300) this.#envelopes.shift();
    else if (status === 401 || status === 403) return { kind: "stop", status, advice: adviceOf(answer) };
    else if (status === 413) this.#divide(lines);
    else if (status === 400 || status === 422) this.#leaveOut(lines, answer);
    else {
      const error = new Error(`The server answered with the status ${status}.`);
      return { kind: "retry", error, askedMs: retryAfterMs(retryAfter, this.#options.now()) };
    }
    return undefined;
  }

  #divide(lines: readonly WireLine[]): void {
    const { reporter, now } = this.#options;
    this.#envelopes.shift();
    const parts = halves(lines);
    if (parts !== undefined) {
      this.#put(parts[1]);
      this.#put(parts[0]);
      return;
    }
    for (const line of lines) {
      reporter.refused(recordsIn(line), 413, "one alone is too large");
      if (line.kind !== "lines") continue;
      line.lane.breaks += 1;
      const lost = lostLine(1, "it is too large for the server", now());
      // Its number must not be missing. A server that refuses this too gets nothing in its place.
      if (lost !== line.lines[0] && (line.lines[0]?.length ?? 0) > lost.length) this.#put([{ ...line, lines: [lost] }]);
    }
  }

  #leaveOut(lines: readonly WireLine[], { status, text }: HttpAnswer): void {
    const { reporter, now } = this.#options;
    this.#envelopes.shift();
    const { kept, records, problem } = sift(lines, now());
    if (problem !== undefined) {
      reporter.refused(records, status, problem);
      this.#put(kept);
      return;
    }
    for (const { lane } of lines) lane.breaks += 1;
    const all = lines.reduce((sum, line) => sum + recordsIn(line), 0);
    reporter.refused(all, status, text === "" ? "it does not say why" : `it says ${saidIn(text)}`);
  }

  /** Puts lines before all others. */
  #put(lines: readonly WireLine[]): void {
    if (lines.length === 0) return;
    const body = lines.map((line) => `${wireText(line)}\n`).join("");
    // A character takes up to three bytes.
    const isLarge = body.length * 3 > this.#options.maxBodyBytes && sizeInBytes(body) > this.#options.maxBodyBytes;
    const parts = isLarge ? halves(lines) : undefined;
    if (parts === undefined) this.#envelopes.unshift({ lines, body });
    else {
      this.#put(parts[1]);
      this.#put(parts[0]);
    }
  }
}

function adviceOf({ text }: HttpAnswer): string {
  return `Check the tracker's \`token\` and \`url\`.${text === "" ? "" : ` It says ${saidIn(text)}.`}`;
}

/** What an answer says: our server's is JSON, with the message for people inside. */
function saidIn(text: string): string {
  let said: unknown = text;
  try {
    const answer: unknown = JSON.parse(text);
    if (isObject(answer) && isObject(answer["error"])) said = answer["error"]["message"] ?? text;
  } catch {
    // another server, or a proxy: what it says stands there as it is
  }
  return JSON.stringify(said);
}

function sizeInBytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
