import type { Entry, Flight } from "../client-data.ts";
import type { Endpoint } from "./faults.ts";
import type { Answer, Ledger } from "./ledger.ts";

/** What the airline can offer. */
export const flights: readonly Flight[] = [
  { number: "NH 204", departs: "11:30", yen: 121_000 },
  { number: "LH 716", departs: "13:15", yen: 98_000 },
  { number: "AY 073", departs: "17:45", yen: 104_000 },
  { number: "JL 408", departs: "19:20", yen: 133_000 },
];

/** What a night costs, by hotel. */
const hotels: Readonly<Record<string, number>> = {
  "Park Hotel": 31_000,
  "Station Inn": 18_000,
  "Garden House": 24_000,
  "Capsule 9": 6_000,
};

/** The card that the bank declines. */
export const emptyCard = "4000-0002";

/** A request that changes something. */
export interface Order {
  readonly method: string;
  /** `bookings`, or `bookings/F-1`. */
  readonly path: string;
  readonly trip: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the world is like. */
export interface World {
  readonly ledger: Ledger;
  readonly soldOut: readonly string[];
}

/** Which endpoint an order is for; `undefined` when there is none. */
export function endpointOf({ method, path, body }: Order): Endpoint | undefined {
  const [what, id] = path.split("/");
  if (method === "POST" && what === "bookings") return body["kind"] === "hotel" ? "book hotel" : "book flight";
  if (method === "DELETE" && what === "bookings")
    return id?.startsWith("H") === true ? "cancel hotel" : "cancel flight";
  if (what === "charges") return method === "DELETE" ? "refund" : "charge";
  if (method !== "POST") return undefined;
  return what === "mails" ? "mail" : what === "notes" ? "note" : undefined;
}

/** Does what an order wants, and gives what then stands in the book. */
export function carryOut(order: Order, world: World): Answer & { readonly entry?: Entry } {
  const { method, path, trip, body } = order;
  const [what = "", id = ""] = path.split("/");
  const { ledger } = world;
  if (method === "DELETE") return takeBack(what === "charges" ? "refunded" : "cancelled", { trip, id }, ledger);
  if (what === "bookings") return book(order, world);
  if (what === "charges") {
    const { card, cents } = body;
    if (card === emptyCard || typeof cents !== "number")
      return { status: 402, body: { code: "declined", message: "The card was declined." } };
    const charge = { id: ledger.newId("C"), cents };
    return { status: 201, body: charge, entry: { ...charge, trip, did: "charged", about: `card ${String(card)}` } };
  }
  const receipt = { id: ledger.newId(what === "mails" ? "M" : "N") };
  const did = what === "mails" ? "mailed" : "noted";
  return { status: 201, body: receipt, entry: { ...receipt, trip, did, about: String(body["about"]) } };
}

function book({ trip, body }: Order, { ledger, soldOut }: World): Answer & { readonly entry?: Entry } {
  const about = String(body["about"]);
  const isHotel = body["kind"] === "hotel";
  const yen = isHotel ? hotels[about] : flights.find(({ number }) => number === about)?.yen;
  if (yen === undefined || soldOut.includes(about))
    return { status: 409, body: { code: "sold-out", message: `${about} is sold out.` } };
  const booking = { id: ledger.newId(isHotel ? "H" : "F"), about, yen };
  return { status: 201, body: booking, entry: { ...booking, trip, did: "booked" } };
}

function takeBack(
  did: "cancelled" | "refunded",
  { trip, id }: Pick<Entry, "trip" | "id">,
  ledger: Ledger,
): Answer & { readonly entry?: Entry } {
  const [first, ...more] = ledger.entries(trip).filter((entry) => entry.id === id);
  if (first === undefined) return { status: 404, body: { code: "unknown", message: `There is no ${id}.` } };
  if (more.length > 0) return { status: 409, body: { code: "gone", message: `${id} is ${did} already.` } };
  return { status: 200, body: { id }, entry: { ...first, did } };
}
