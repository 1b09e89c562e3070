import type { LogPlace } from "../sink.ts";

/** The log of an application as one process writes it. What is in a lane stays in order. */
export interface Lane {
  readonly place: LogPlace;
  /** Random; no two lanes have the same. */
  readonly id: string;
  /** The number of the next line that is packed, from 0. */
  nextLine: number;
  /** How often records were lost, or may have been written by others: a patch of a state would then lead nowhere. */
  breaks: number;
  /** The large values that were sent, or wait to be: one that stands in each state goes once. */
  readonly blobs: Set<string>;
  /** Set when the receiver will take nothing of this lane, ever. */
  isRefused: boolean;
}

/** What a lane transports. Files are JSON texts. */
export type Cargo =
  | { readonly kind: "open"; readonly metadata: string; readonly graph: string; readonly graphHash: string | undefined }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "blob"; readonly hash: string; readonly bytes: Uint8Array }
  | { readonly kind: "graph"; readonly graph: string; readonly graphHash: string | undefined }
  | { readonly kind: "child"; readonly child: string };

/** What waits to be sent. */
export interface Item {
  readonly lane: Lane;
  readonly cargo: Cargo;
  /** About what it takes in memory. */
  readonly bytes: number;
  /** Grows from item to item. */
  readonly order: number;
}

/** About what something takes in memory, in bytes: a character of text counts as one. */
export function sizeOf(cargo: Cargo): number {
  const overhead = 100;
  if (cargo.kind === "line") return overhead + cargo.text.length;
  if (cargo.kind === "blob") return overhead + cargo.bytes.byteLength;
  if (cargo.kind === "child") return overhead + cargo.child.length;
  return overhead + cargo.graph.length + (cargo.kind === "open" ? cargo.metadata.length : 0);
}

/** The record that stands in a log for records that are lost. */
export function lostLine(records: number, reason: string, nowMs: number): string {
  return JSON.stringify({ type: "lost", t: new Date(nowMs).toISOString(), records, reason });
}
