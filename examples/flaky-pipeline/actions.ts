import type { TravelApis } from "./client.ts";
import { Declined, isPassing, SoldOut } from "./client-errors.ts";
import type { Flight } from "./client-data.ts";
import { b } from "./trip.ts";

/** How long things may take, in milliseconds. */
export interface Pace {
  /** The pause before the second try; each further one is twice as long. */
  readonly baseMs: number;
  /** For one request, unless its action says otherwise. */
  readonly timeoutMs: number;
  /** For the exchange rate: there is an older one to fall back to. */
  readonly rateTimeoutMs: number;
  /** For the next flight of a search. */
  readonly idleTimeoutMs: number;
}

const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });

/** What can be done for a trip. What an action reports as `said` is for the log. */
export function tripActions(apis: TravelApis, pace: Pace) {
  // A streaming action: when the search stalls it is tried again, and what it has yielded so far is taken back.
  const searchFlights = b.action({
    reads: ["wish"],
    writes: ["flights"],
    idleTimeoutMs: pace.idleTimeoutMs,
    async *run({ wish }, _inputs, { signal }) {
      const flights: Flight[] = [];
      for await (const flight of apis.searchFlights(wish.from, wish.to, signal)) {
        flights.push(flight);
        yield flight;
      }
      return [{ said: `${flights.length} flights` }, { flights: flights.toSorted((one, two) => one.yen - two.yen) }];
    },
  });

  const bookFlight = b.action({
    reads: ["flights"],
    writes: ["flight"],
    async run({ flights }, _inputs, ctx) {
      const [cheapest] = flights;
      if (cheapest === undefined) throw new SoldOut("There are no flights.");
      const flight = await apis.book("flight", cheapest.number, ctx);
      return [{ said: `${flight.id}: ${flight.about}` }, { flight }];
    },
    async undo(state, commit, ctx) {
      if (commit.state.flight !== undefined) await apis.cancel(commit.state.flight, ctx);
      return state.delete("flight");
    },
  });

  const pickHotel = b.action({
    reads: ["hotelsLeft"],
    writes: ["hotel", "hotelsLeft"],
    run({ hotelsLeft: [hotel, ...hotelsLeft] }) {
      if (hotel === undefined) throw new SoldOut("There are no more hotels.");
      return [{ said: hotel }, { hotel, hotelsLeft }];
    },
  });

  const bookHotel = b.action({
    reads: ["hotel"],
    writes: ["room"],
    async run({ hotel }, _inputs, ctx) {
      const room = await apis.book("hotel", hotel, ctx);
      return [{ said: `${room.id}: ${room.about}` }, { room }];
    },
    async undo(state, commit, ctx) {
      if (commit.state.room !== undefined) await apis.cancel(commit.state.room, ctx);
      return state.delete("room");
    },
  });

  const convert = b.action({
    reads: ["rate"],
    writes: ["rate"],
    timeoutMs: pace.rateTimeoutMs,
    retry: { attempts: 2, baseMs: pace.baseMs, on: isPassing },
    async run(_state, _inputs, ctx) {
      const rate = await apis.eurPerYen(ctx);
      return [{ said: `¥100 = €${(rate.eurPerYen * 100).toFixed(3)}` }, { rate }];
    },
    fallback: ({ rate }) => [{ said: `the rate of ${rate.asOf} has to do` }, { rate }],
  });

  const pay = b.action({
    reads: ["wish", "flight", "room", "rate"],
    writes: ["charge"],
    async run({ wish, flight, room, rate }, _inputs, ctx) {
      const cents = Math.round((flight.yen + room.yen) * rate.eurPerYen * 100);
      // The context has the key of this visit: after a lost answer, or a crash, the bank does not charge again.
      const charge = await apis.charge(wish.card, cents, ctx);
      return [{ said: `${charge.id}: ${euros.format(charge.cents / 100)}` }, { charge }];
    },
    async undo(state, commit, ctx) {
      if (commit.state.charge !== undefined) await apis.refund(commit.state.charge, ctx);
      return state.delete("charge");
    },
  });

  const confirm = b.action({
    reads: ["flight", "room"],
    writes: ["ticket"],
    async run({ flight, room }, _inputs, { appId, signal, once }) {
      const about = `${flight.about} and ${room.about}`;
      const tell = (where: "mails" | "notes") => (idempotencyKey: string) =>
        apis.tell(where, about, { appId, signal, idempotencyKey });
      // Two things in one step: when the second one fails, and the step is tried again, the first is not done twice.
      const mail = await once("mail", tell("mails"));
      const note = await once("note", tell("notes"));
      return [{ said: `${mail}, ${note}` }, { ticket: about }];
    },
  });

  const giveUp = b.action({
    reads: [],
    writes: ["reason"],
    handles: [SoldOut, Declined],
    run: (_state, _inputs, { error }) => [
      { said: "what was booked is undone" },
      { reason: error?.message ?? "unknown" },
    ],
  });

  return { searchFlights, bookFlight, pickHotel, bookHotel, convert, pay, confirm, giveUp };
}
