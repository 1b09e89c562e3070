import { type Hooks, onError, type Persister } from "@burrjs/core";
import { type Pace, tripActions } from "./actions.ts";
import type { TravelApis } from "./client.ts";
import { Declined, isPassing, SoldOut } from "./client-errors.ts";
import { waitAsAsked } from "./retry-after.ts";
import { b, type Rate, type Wish } from "./trip.ts";

/** What a trip is booked with. */
export interface TripOptions {
  readonly apis: TravelApis;
  readonly persister: Persister;
  /** Names the trip: it is gone on with where it has got to. */
  readonly id: string;
  /** Of a new trip. One that is gone on with keeps its own. */
  readonly wish: Wish;
  /** The last one that is known. */
  readonly rate: Rate;
  readonly pace: Pace;
  readonly hooks: Hooks;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
  /** Waits as long as an API wants to be left alone. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The application: one trip, as far as it is stored. */
export function tripApplication(options: TripOptions) {
  const { apis, persister, id, wish, rate, pace, hooks, wait, tracker = {} } = options;
  return b
    .app()
    .withActions(tripActions(apis, pace))
    .withTransitions(
      ["searchFlights", "bookFlight"],
      ["bookFlight", "giveUp", onError(SoldOut)],
      ["bookFlight", "pickHotel"],
      ["pickHotel", "giveUp", onError(SoldOut)],
      ["pickHotel", "bookHotel"],
      ["bookHotel", "pickHotel", onError(SoldOut, { max: 2 })],
      ["bookHotel", "giveUp", onError(SoldOut)],
      ["bookHotel", "convert"],
      ["convert", "pay"],
      ["pay", "giveUp", onError(Declined)],
      ["pay", "confirm"],
    )
    .withOptions({
      defaults: {
        retry: { attempts: 4, baseMs: pace.baseMs, maxMs: pace.baseMs * 10, on: isPassing },
        timeoutMs: pace.timeoutMs,
      },
    })
    .use(waitAsAsked(wait))
    .withHooks(hooks)
    .withTracker(tracker)
    .initializeFrom(persister, {
      defaultState: { wish, hotelsLeft: wish.hotels, rate },
      defaultEntrypoint: "searchFlights",
    })
    .withPersister(persister)
    .withIdentifiers({ appId: id })
    .build();
}

/** What `tripApplication()` gives a promise of. */
export type TripApplication = Awaited<ReturnType<typeof tripApplication>>;
