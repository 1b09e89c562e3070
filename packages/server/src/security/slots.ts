/** A number of places, each for one that is served. */
export interface Slots {
  /** Takes a place. Gives what leaves it (more than once is fine); `undefined`: all are taken. */
  take(): (() => void) | undefined;
  readonly taken: number;
}

/**
 * Makes places.
 *
 * @param most - How many.
 * @returns They.
 */
export function slots(most: number): Slots {
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take() {
      if (taken >= most) return undefined;
      taken += 1;
      let left = false;
      return () => {
        if (!left) taken -= 1;
        left = true;
      };
    },
  };
}
