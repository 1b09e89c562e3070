import { BurrError } from "@burrjs/core";
import { systemClock } from "./clock.ts";
import { HttpDelivery } from "./http-delivery.ts";
import { type Fetch, httpPost } from "./http-post.ts";
import { type SendingOptions, type SendingSink, sendingSink } from "./sending-sink.ts";

/** Which server, and how it is spoken to. */
export interface HttpSinkOptions extends SendingOptions {
  /** The address of the server, such as `https://burr.example.org`. */
  readonly url: string;
  /** What the server knows the sender by. It goes with each request, so the address should begin with `https:`. */
  readonly token?: string;
  /** Default: the global one. */
  readonly fetch?: Fetch;
  /** Compresses what is sent, where the runtime can. Default: `false`. */
  readonly compress?: boolean;
}

/** A sink that sends what it gets to a server, in batches. `flushMs`: 250; `maxBatchBytes`: 1 MB. */
export function httpSink(options: HttpSinkOptions): SendingSink {
  const { clock = systemClock, timeoutMs = 30_000, compress = false, maxBatchBytes = 1024 * 1024 } = options;
  const { url, token, fetch } = options;
  const post = httpPost({ url, token, fetch, clock, timeoutMs, compress });
  return sendingSink(options, {
    to: originOf(url),
    defaults: { flushMs: 250, maxBatchBytes },
    pack: (items, reporter) => new HttpDelivery(items, { post, reporter, now: clock.now, maxBodyBytes: maxBatchBytes }),
  });
}

function originOf(url: string): string {
  if (URL.canParse(url) && /^https?:/i.test(url)) return new URL(url).origin;
  const message = 'The option "url" has to be the address of a server, such as "https://burr.example.org".';
  throw new BurrError("invalid-option", message, { option: "url" });
}
