import * as z from "zod";
import { childSummary, stepRowFields } from "./lists.ts";
import { valuePreview } from "./values.ts";

const attribute = z
  .object({ key: z.string(), value: valuePreview, logged_ms: z.number().nullable() })
  .meta({ id: "AttributeView" });

const span = z
  .object({
    span_id: z.string(),
    name: z.string(),
    parent: z.string().nullable(),
    started_ms: z.number(),
    duration_ms: z.number().nullable(),
    error: z.string().nullable(),
    attributes: z.array(attribute),
  })
  .meta({ id: "SpanView" });

const trial = z.object({
  to: z.string(),
  condition: z.string(),
  keys: z.array(z.string()),
  result: z.union([z.boolean(), z.object({ error: z.string() })]).nullable(),
});

const decision = z
  .object({ sequence_id: z.number(), from: z.string(), to: z.string().nullable(), tried: z.array(trial) })
  .meta({ id: "DecisionView" });

const keyUse = z
  .object({
    key: z.string(),
    preview: valuePreview.nullable(),
    last_writer: z.object({ sequence_id: z.number(), action: z.string() }).nullable(),
  })
  .meta({ id: "KeyUse" });

const streamSummary = z
  .object({
    attempt: z.number(),
    items: z.number(),
    opened_ms: z.number(),
    first_item_ms: z.number().nullable(),
    ended_ms: z.number().nullable(),
    recorded: z.boolean(),
    dropped: z.number(),
  })
  .meta({ id: "StreamSummary" });

/** `StepDetail` of the protocol. */
export const stepDetail = z
  .object({
    ...stepRowFields,
    inputs: z.record(z.string(), valuePreview),
    answers: z.record(z.string(), valuePreview),
    result: valuePreview.nullable(),
    exception: z.string().nullable(),
    committed: z.boolean(),
    why: decision.nullable(),
    next: decision.nullable(),
    read: z.array(keyUse),
    wrote: z.array(keyUse),
    access_recorded: z.boolean(),
    undeclared: z.array(z.string()),
    spans_list: z.array(span),
    attributes: z.array(attribute),
    streams: z.array(streamSummary),
    children_list: z.array(childSummary),
    retries: z.array(z.object({ attempt: z.number(), error: z.string(), delay_ms: z.number() })),
    recovered: z.string().nullable(),
    unknown_records: z.array(z.unknown()),
    graph_hash: z.string().nullish(),
  })
  .meta({ id: "StepDetail" });

/** Part of a stream. */
export const streamPart = z
  .object({ items: z.array(z.unknown()), dt_us: z.array(z.number()), from: z.number(), total: z.number() })
  .meta({ id: "StreamPart" });
