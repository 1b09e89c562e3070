import { shared, useShared } from "../../../data/shared.ts";

// It moves sixty times a second: only what shows it listens.
const moment = shared<number | undefined>(undefined);

/** Where the playhead is now, in milliseconds since 1970; `undefined`: at the end of the step under the cursor. */
export const currentMoment = moment.get;

/** Moves the playhead. */
export const setMoment = moment.set;

/** Calls back when the playhead moves. */
export const onMoment = moment.watch;

/** Where the playhead is, for what has to be rendered anew with it. */
export function useMoment(): number | undefined {
  return useShared(moment);
}
