import { z } from "zod";

/** A flight on offer. */
export const Flight = z.object({ number: z.string(), departs: z.string(), yen: z.int() });
export type Flight = z.infer<typeof Flight>;

/** A seat or a room that is held. */
export const Booking = z.object({ id: z.string(), about: z.string(), yen: z.int() });
export type Booking = z.infer<typeof Booking>;

/** Money that was taken from a card. */
export const Charge = z.object({ id: z.string(), cents: z.int() });
export type Charge = z.infer<typeof Charge>;

/** What the exchange says. */
export const ExchangeRate = z.object({ eurPerYen: z.number().positive(), asOf: z.iso.date() });

/** Of a mail, and of an entry in a calendar. */
export const Receipt = z.object({ id: z.string() });

/** One thing that an API has done, as it stands in its own book. */
export const Entry = z.object({
  trip: z.string(),
  did: z.enum(["booked", "cancelled", "charged", "refunded", "mailed", "noted"]),
  id: z.string(),
  about: z.string(),
  /** What is owed for a booking. */
  yen: z.int().optional(),
  /** What was taken from a card, or given back. */
  cents: z.int().optional(),
});
export type Entry = z.infer<typeof Entry>;

/** Why an API refuses to do something. */
export const Refusal = z.object({ code: z.string(), message: z.string() });
