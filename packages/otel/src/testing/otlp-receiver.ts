import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeAttributes, type OtlpAttributes, type PlainAttributes } from "./otlp-attributes.ts";

/** A span as it came over the wire. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** `""` at the top of a trace. */
  readonly parentSpanId: string;
  readonly scope: string;
  readonly attributes: PlainAttributes;
  readonly events: readonly { readonly name: string; readonly attributes: PlainAttributes }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: PlainAttributes;
  }[];
  /** 0: unset, 1: ok, 2: error. */
  readonly status: { readonly code: number; readonly message: string };
  readonly startNanos: bigint;
  readonly endNanos: bigint;
}

/** A data point of a metric as it came over the wire. */
export interface ReceivedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: PlainAttributes;
  /** Of a sum: its value. Of a histogram: how often something was recorded. */
  readonly count: number;
  /** Of a histogram: what was recorded, added up. */
  readonly sum: number | undefined;
}

/** A collector on a free port of this machine, which takes OTLP as JSON over HTTP and keeps it. */
export interface OtlpReceiver extends AsyncDisposable {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly points: ReceivedPoint[];
}

/** Starts a collector. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const points: ReceivedPoint[] = [];
  const server = createServer((request, response) => {
    const take = async (): Promise<void> => {
      const body = await bodyOf(request);
      if (request.url === "/v1/traces") spans.push(...spansIn(JSON.parse(body) as TracesBody));
      else if (request.url === "/v1/metrics") points.push(...pointsIn(JSON.parse(body) as MetricsBody));
      else response.statusCode = 404;
      response.setHeader("content-type", "application/json").end("{}");
    };
    void take();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    points,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // requests give bytes
  return Buffer.concat(parts).toString();
}

interface Named {
  readonly name: string;
  readonly attributes?: OtlpAttributes;
}

interface TracesBody {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly (Named & {
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly events?: readonly Named[];
        readonly links?: readonly (Omit<Named, "name"> & { readonly traceId: string; readonly spanId: string })[];
        readonly status?: { readonly code?: number; readonly message?: string };
        readonly startTimeUnixNano: string;
        readonly endTimeUnixNano: string;
      })[];
    }[];
  }[];
}

function spansIn({ resourceSpans }: TracesBody): ReceivedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        name: span.name,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? "",
        scope: scope.name,
        attributes: decodeAttributes(span.attributes),
        events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: decodeAttributes(attributes) })),
        links: (span.links ?? []).map(({ traceId, spanId, attributes }) => ({
          traceId,
          spanId,
          attributes: decodeAttributes(attributes),
        })),
        status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
        startNanos: BigInt(span.startTimeUnixNano),
        endNanos: BigInt(span.endTimeUnixNano),
      })),
    );
}

interface MetricsBody {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly unit?: string;
        readonly sum?: { readonly dataPoints: readonly Point[] };
        readonly histogram?: { readonly dataPoints: readonly Point[] };
      }[];
    }[];
  }[];
}

interface Point {
  readonly attributes?: OtlpAttributes;
  readonly asDouble?: number;
  readonly asInt?: string | number;
  readonly count?: string | number;
  readonly sum?: number;
}

function pointsIn({ resourceMetrics }: MetricsBody): ReceivedPoint[] {
  return resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ name: metric, unit = "", sum, histogram }) =>
      [...(sum?.dataPoints ?? []), ...(histogram?.dataPoints ?? [])].map((point) => ({
        metric,
        unit,
        attributes: decodeAttributes(point.attributes),
        count: Number(point.count ?? point.asInt ?? point.asDouble),
        sum: point.sum,
      })),
    );
}
