import type { ApplicationModel, ChildModel, MetadataModel } from "@burrjs/protocol";
import type { AppLog, LogPlace, LogSink } from "../sink.ts";
import type { Cargo, Item, Lane } from "./cargo.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import { Lanes } from "./lanes.ts";
import { Outbox } from "./outbox.ts";
import { Reporter } from "./reporter.ts";
import type { RetryOptions } from "./retry.ts";
import type { SendingError } from "./sending-error.ts";
import { Shipper } from "./shipper.ts";

/** What all that send records have in common. */
export interface SendingOptions {
  /** How much may wait to be sent, besides the batch on its way, in bytes. Beyond it, the oldest goes. Default: 8 MB. */
  readonly maxBufferBytes?: number;
  /** How long a record waits for others to be sent with, in milliseconds. */
  readonly flushMs?: number;
  /** How much is sent at once, in bytes; more does not wait for `flushMs`. */
  readonly maxBatchBytes?: number;
  readonly retry?: RetryOptions;
  /**
   * Whether each application is run by one process alone. Then a run begins with what has changed since the one before; else with
   * the whole state, since another process may have written to the log meanwhile. Default: `false`.
   */
  readonly exclusive?: boolean;
  /** How long one request may take, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number;
  /** Gets what goes wrong, once until it goes well again. Default: a warning on the console. */
  readonly onError?: (error: SendingError) => unknown;
  /** For tests. Default: that of this machine. */
  readonly clock?: Clock;
}

/** A place for records that lie elsewhere. */
export interface SendingSink extends LogSink, AsyncDisposable {
  /** Resolves when what was written by now has arrived or is lost, or after `timeoutMs` (default: 10,000): then it still waits. */
  flush(timeoutMs?: number): Promise<void>;
  /** Sends what waits, for at most `timeoutMs` (default: 5,000); gives up the rest, and whatever is written later. */
  close(timeoutMs?: number): Promise<void>;
}

/** How a kind of receiver is spoken to. */
export interface Sending {
  /** Whom it is sent to, in words. */
  readonly to: string;
  readonly defaults: { readonly flushMs: number; readonly maxBatchBytes: number };
  readonly pack: (items: readonly Item[], reporter: Reporter) => Delivery;
}

const flushTimeoutMs = 10_000;

// Of each log.
const rememberedBlobs = 256;

/** A sink that sends what it gets, in the background. */
export function sendingSink(options: SendingOptions, { to, defaults, pack }: Sending): SendingSink {
  const { maxBufferBytes = 8 * 1024 * 1024, clock = systemClock, retry = {}, exclusive = false, onError } = options;
  const { flushMs = defaults.flushMs, maxBatchBytes = defaults.maxBatchBytes } = options;
  const reporter = new Reporter(to, onError);
  const outbox = new Outbox({
    maxBytes: maxBufferBytes,
    now: clock.now,
    onLost: () => reporter.lost(1, `more waits to be sent than the ${maxBufferBytes} bytes of \`maxBufferBytes\``),
  });
  const shipper = new Shipper({
    outbox,
    pack: (items) => pack(items, reporter),
    reporter,
    clock,
    retry,
    flushMs,
    maxBatchBytes,
  });
  const lanes = new Lanes();
  const add = (lane: Lane, cargo: Cargo): void => {
    if (shipper.isOver || lane.isRefused) return;
    outbox.add(lane, cargo);
    shipper.wake();
  };
  const flush = (timeoutMs = flushTimeoutMs): Promise<void> => shipper.flush(timeoutMs);
  const close = (timeoutMs = 5_000): Promise<void> => shipper.close(timeoutMs);
  return {
    open(place, { metadata, graph }) {
      const lane = lanes.of(place);
      add(lane, openCargo(metadata, graph));
      return logOf(lane, {
        add: (cargo) => add(lane, cargo),
        flush: () => shipper.flush(flushTimeoutMs, { keepAlive: false }),
        exclusive,
      });
    },
    addChild(parent: LogPlace, child: ChildModel) {
      add(lanes.of(parent), { kind: "child", child: JSON.stringify(child) });
    },
    flush,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

interface LogCalls {
  readonly add: (cargo: Cargo) => void;
  readonly flush: () => Promise<void>;
  readonly exclusive: boolean;
}

function logOf(lane: Lane, { add, flush, exclusive }: LogCalls): AppLog {
  const { blobs } = lane;
  return {
    write: (text) => add({ kind: "line", text }),
    writeBlob(hash, bytes) {
      if (blobs.has(hash)) return;
      if (blobs.size >= rememberedBlobs) blobs.clear();
      blobs.add(hash);
      add({ kind: "blob", hash, bytes });
    },
    writeGraph: (graph) => add({ kind: "graph", graph: JSON.stringify(graph), graphHash: graph.graph_hash }),
    flush,
    get breaks() {
      return lane.breaks;
    },
    beginRun() {
      if (!exclusive) lane.breaks += 1;
    },
    release: () => blobs.clear(),
  };
}

function openCargo(metadata: MetadataModel, graph: ApplicationModel): Cargo {
  return {
    kind: "open",
    metadata: JSON.stringify(metadata),
    graph: JSON.stringify(graph),
    graphHash: graph.graph_hash,
  };
}
