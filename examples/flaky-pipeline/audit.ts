import type { Entry } from "./client-data.ts";
import type { Trip } from "./trip.ts";

/**
 * Compares what the trip knows with the book of the APIs: what was booked and charged and not taken back must be the same,
 * and nothing may have been done twice.
 *
 * @returns What does not agree; empty when all does.
 */
export function audit(trip: Partial<Trip>, entries: readonly Entry[]): string[] {
  const { flight, room, charge } = trip;
  const known = [flight, room, charge].flatMap((one) => (one === undefined ? [] : [one.id]));
  const count = (id: string, ...what: readonly Entry["did"][]): number =>
    entries.filter((entry) => entry.id === id && what.includes(entry.did)).length;
  const ids = [...new Set([...known, ...entries.map(({ id }) => id)])].filter((id) => /^[FHC]/.test(id));
  const wrong = ids.flatMap((id) => {
    const done = count(id, "booked", "charged");
    const undone = count(id, "cancelled", "refunded");
    const isRight = done === 1 && undone === (known.includes(id) ? 0 : 1);
    return isRight ? [] : [`${id} was done ${done} times and undone ${undone} times`];
  });
  const cents = entries.find(({ did }) => did === "charged")?.cents;
  if (charge !== undefined && charge.cents !== cents) wrong.push(`${charge.id} is of another amount`);
  if (trip.ticket !== undefined && entries.filter(({ did }) => did === "mailed").length !== 1)
    wrong.push("the traveller did not get exactly one mail");
  return wrong;
}
