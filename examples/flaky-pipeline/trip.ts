import { burr } from "@burrjs/core";
import type { Booking, Charge, Flight } from "./client-data.ts";

/** What the traveller wants. */
export interface Wish {
  readonly from: string;
  readonly to: string;
  /** The one that is liked best comes first. */
  readonly hotels: readonly string[];
  readonly card: string;
}

/** What a yen costs, in euros. */
export interface Rate {
  readonly eurPerYen: number;
  /** A day, as in `2026-07-01`. */
  readonly asOf: string;
}

/** The state of a trip. */
export interface Trip {
  wish: Wish;
  /** The cheapest comes first. */
  flights: readonly Flight[];
  flight: Booking;
  /** The one to try next, and those that are left behind it. */
  hotel: string;
  hotelsLeft: readonly string[];
  room: Booking;
  /** The last one that is known; for want of a better it has to do. */
  rate: Rate;
  charge: Charge;
  /** What the traveller gets in the end. */
  ticket: string;
  /** Why the trip was given up: what was booked and paid for it is undone then. */
  reason: string;
}

/** Makes the actions and the application of this example. */
export const b = burr<Trip>();

/** How a trip stands. It is told from the state alone, so that the next process knows it too. */
export function standOf(trip: Partial<Trip>): "under way" | "booked" | "to be undone" | "undone" {
  if (trip.ticket !== undefined) return "booked";
  if (trip.reason === undefined) return "under way";
  const { flight, room, charge } = trip;
  return [flight, room, charge].every((one) => one === undefined) ? "undone" : "to be undone";
}
