/** A point, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A size, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** A box and its middle, in pixels. */
export type Place = Point & Box;

/** Swaps the two directions, so that a picture to the right can be reckoned with as one that grows down. */
export function turnPoint({ x, y }: Point): Point {
  return { x: y, y: x };
}

/** As `turnPoint`, for a place. */
export function turnPlace({ x, y, width, height }: Place): Place {
  return { x: y, y: x, width: height, height: width };
}
