import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Endpoint, type Faults, noFaults } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import { carryOut, endpointOf, flights, type Order, type World } from "./routes.ts";

/** What goes on in the APIs. */
export interface ApisOptions {
  readonly faults?: Faults;
  /** The book. Default: one that is gone with the server. */
  readonly ledger?: Ledger;
  /** Flights and hotels that cannot be had. */
  readonly soldOut?: readonly string[];
  /** Called when an order has arrived, and when it was carried out: the server waits for the promise. */
  readonly onOrder?: (endpoint: Endpoint, when: "before" | "after") => Promise<void>;
}

/** The APIs, in this process. */
export interface Apis {
  readonly url: string;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** Starts the APIs on a free port of this machine. */
export async function startApis(options: ApisOptions = {}): Promise<Apis> {
  const { faults = noFaults, ledger = new Ledger(), soldOut = [], onOrder = async () => {} } = options;
  const apis = { faults, onOrder, world: { ledger, soldOut } };
  const server = createServer((request, response) => void answer(apis, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens to a port
  return {
    url: `http://127.0.0.1:${port}`,
    ledger,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Running = Required<Pick<ApisOptions, "faults" | "onOrder">> & { readonly world: World };

async function answer(apis: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const { ledger } = apis.world;
  if (request.method !== "GET") await takeOrder(apis, request, response);
  else if (pathname === "/ledger") send(response, 200, ledger.entries(searchParams.get("trip")));
  else if (pathname === "/flights") search(apis.faults, response);
  else if (!fails(apis.faults("rate"), response)) send(response, 200, { eurPerYen: 0.006_12, asOf: "2026-07-14" });
}

/** Sends the flights as they are found: one JSON text per line. */
function search(faults: Faults, response: ServerResponse): void {
  const fault = faults("search");
  if (fault !== "stall" && fails(fault, response)) return;
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  for (const flight of fault === "stall" ? flights.slice(0, 2) : flights) response.write(`${JSON.stringify(flight)}\n`);
  if (fault !== "stall") response.end();
}

async function takeOrder({ faults, onOrder, world }: Running, request: IncomingMessage, response: ServerResponse) {
  const { method = "", url = "/", headers } = request;
  const json = await text(request);
  const { trip, "idempotency-key": key } = headers;
  const order: Order = { method, path: url.slice(1), trip: String(trip), body: json === "" ? {} : (JSON.parse(json) as Order["body"]) }; // prettier-ignore
  const endpoint = endpointOf(order);
  if (endpoint === undefined || typeof key !== "string") {
    send(response, 400, { code: "bad-request", message: "An order needs an Idempotency-Key." });
    return;
  }
  const fault = faults(endpoint);
  await onOrder(endpoint, "before");
  if (fault !== "lost" && fails(fault, response)) return;
  const { status, body } = world.ledger.once(key, `${method} ${url} ${json}`, () => carryOut(order, world));
  await onOrder(endpoint, "after");
  if (fault === "lost") response.destroy();
  else send(response, status, body);
}

/** Lets a request fail before anything is done. */
function fails(fault: ReturnType<Faults>, response: ServerResponse): boolean {
  if (fault === "error") send(response, 500, { code: "internal", message: "Something went wrong." });
  else if (fault === "busy") send(response, 429, { code: "busy", message: "Come back later." }, { "retry-after": "1" });
  else if (fault === "lost") response.destroy();
  return fault !== undefined; // "silent": the client has to give up by itself
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
