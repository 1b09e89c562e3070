import { isBurrError } from "../errors.ts";
import type { StartingPoint } from "../run/runtime.ts";
import type { Data } from "../state/operations.ts";
import type { Schemas } from "../state/schemas.ts";
import { placesIn, validateKeys } from "../state/validate.ts";

const how = { subject: "The stored state", verb: "has", freeze: false };

/** `point`, its stored values validated; rejects with `invalid-value`. */
export async function validPoint(schemas: Schemas | undefined, point: StartingPoint): Promise<StartingPoint> {
  if (schemas === undefined) return point;
  return withData(point, await validateKeys(schemas, point.data, Object.keys(point.data), how));
}

/** As `validPoint`, where nobody can wait: async schemas are left out. */
export function validPointNow(schemas: Schemas | undefined, point: StartingPoint): StartingPoint {
  if (schemas === undefined) return point;
  const data = validateKeys(schemas, point.data, Object.keys(point.data), { ...how, skipsAsync: true });
  return withData(point, data as Data); // without async schemas it is no promise
}

/** Values that take the place of stored ones, validated. */
export async function validPatch(schemas: Schemas | undefined, patch: Data): Promise<Data> {
  if (schemas === undefined) return patch;
  return await validateKeys(schemas, patch, Object.keys(patch), { ...how, subject: "The patch of the stored state" });
}

/** What to say of a stored run whose values are invalid. Other errors are thrown on. */
export function invalidity(error: unknown): string {
  if (!isBurrError(error) || error.code !== "invalid-value") throw error;
  return `its state is not what the schemas accept (a migration can mend that): ${placesIn(error.details)}`;
}

function withData(point: StartingPoint, data: Data): StartingPoint {
  return data === point.data ? point : { ...point, data }; // that nothing has changed is told by the very same data
}
