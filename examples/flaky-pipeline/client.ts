import { z } from "zod";
import { Booking, Charge, Entry, ExchangeRate, Flight, Receipt, Refusal } from "./client-data.ts";
import { Declined, SoldOut, TooManyRequests, Unavailable } from "./client-errors.ts";
import { linesOf } from "./lines.ts";

/** For which step a request is made. The context of an action has all of it. */
export interface Call {
  /** The trip. */
  readonly appId: string;
  /** The API does what it was asked under one key only once. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

/** What is wanted of an API. Without a method it only asks. */
interface Wanted {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: object;
}

/** The APIs of an airline, hotels, an exchange, a bank, a post office and a calendar. They are flaky. */
export class TravelApis {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** The flights, one by one, as the airline finds them. */
  async *searchFlights(from: string, to: string, signal: AbortSignal): AsyncGenerator<Flight, void, void> {
    const query = new URLSearchParams({ from, to });
    const response = await this.#fetch({ path: `/flights?${query}` }, { signal });
    try {
      for await (const line of linesOf(response)) yield Flight.parse(JSON.parse(line));
    } catch (error) {
      throw broken(error, signal);
    }
  }

  /** Holds a seat or a room. Throws `SoldOut` when there is none. */
  book(kind: "flight" | "hotel", about: string, call: Call): Promise<Booking> {
    return this.#ask(Booking, { method: "POST", path: "/bookings", body: { kind, about } }, call);
  }

  async cancel({ id }: Booking, call: Call): Promise<void> {
    await this.#ask(Receipt, { method: "DELETE", path: `/bookings/${id}` }, call);
  }

  eurPerYen(call: Call): Promise<z.infer<typeof ExchangeRate>> {
    return this.#ask(ExchangeRate, { path: "/rates/JPY/EUR" }, call);
  }

  /** Takes money from a card. Throws `Declined` when the bank says no. */
  charge(card: string, cents: number, call: Call): Promise<Charge> {
    return this.#ask(Charge, { method: "POST", path: "/charges", body: { card, cents } }, call);
  }

  async refund({ id }: Charge, call: Call): Promise<void> {
    await this.#ask(Receipt, { method: "DELETE", path: `/charges/${id}` }, call);
  }

  /** Sends a mail, or notes something in the calendar. Gives the id of it. */
  async tell(where: "mails" | "notes", about: string, call: Call): Promise<string> {
    const { id } = await this.#ask(Receipt, { method: "POST", path: `/${where}`, body: { about } }, call);
    return id;
  }

  /** What the APIs have done for a trip, as it stands in their own book. */
  async readLedger(trip: string): Promise<readonly Entry[]> {
    const response = await fetch(`${this.#url}/ledger?trip=${trip}`);
    return z.array(Entry).parse(await response.json());
  }

  async #ask<TSchema extends z.ZodType>(schema: TSchema, wanted: Wanted, call: Call): Promise<z.infer<TSchema>> {
    const response = await this.#fetch(wanted, call);
    try {
      return schema.parse(await response.json());
    } catch (error) {
      throw broken(error, call.signal);
    }
  }

  async #fetch({ method = "GET", path, body }: Wanted, call: Partial<Call> & Pick<Call, "signal">): Promise<Response> {
    const { signal, appId = "", idempotencyKey } = call;
    const headers = {
      "content-type": "application/json",
      trip: appId,
      ...(method === "GET" || idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    let response: Response;
    try {
      response = await fetch(this.#url + path, { method, headers, signal, ...text });
    } catch (error) {
      throw broken(error, signal);
    }
    if (response.ok) return response;
    throw await failureOf(response);
  }
}

async function failureOf(response: Response): Promise<Error> {
  const { status, statusText, headers } = response;
  if (status === 429) {
    const seconds = Number(headers.get("retry-after") ?? 1);
    return new TooManyRequests("429 Too Many Requests", seconds * 1000);
  }
  if (status >= 500) return new Unavailable(`${status} ${statusText}`);
  const { code, message } = Refusal.parse(await response.json());
  if (code === "sold-out") return new SoldOut(message);
  if (code === "declined") return new Declined(message);
  return new Error(`${status} ${message}`); // a mistake of ours: trying again would not help
}

/** The error of a request that was not answered to its end: when the step was stopped, that is the reason. */
function broken(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof z.ZodError) return error;
  return new Unavailable("the connection broke off", { cause: error });
}
