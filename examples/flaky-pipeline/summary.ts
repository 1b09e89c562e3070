import { audit } from "./audit.ts";
import type { Entry } from "./client-data.ts";
import type { Log } from "./log.ts";
import { standOf, type Trip } from "./trip.ts";

/**
 * Tells how the trip ended, and what the APIs have in their own book.
 *
 * @returns Whether the two agree.
 */
export function summarize(trip: Partial<Trip>, entries: readonly Entry[], log: Log): boolean {
  const stand = standOf(trip);
  log.line(
    `\nThe trip is ${stand}${stand === "booked" ? `: ${trip.ticket}` : ""}.`,
    stand === "booked" ? "green" : "yellow",
  );
  log.line("\nThe book of the APIs:");
  for (const { did, id, about, yen, cents } of entries) {
    const amount = cents === undefined ? (yen === undefined ? "" : `¥${yen.toLocaleString("en")}`) : `€${(cents / 100).toFixed(2)}`; // prettier-ignore
    log.line(`  ${did.padEnd(10)} ${id.padEnd(4)} ${amount.padStart(9)}  ${about}`);
  }
  const wrong = audit(trip, entries);
  log.line(wrong.length === 0 ? "It agrees with the trip." : `It does not agree: ${wrong.join("; ")}.`, wrong.length === 0 ? "green" : "red"); // prettier-ignore
  return wrong.length === 0;
}
