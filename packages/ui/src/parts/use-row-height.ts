import { useMedia } from "./use-media.ts";

/** How high the rows of a list are, in pixels: as given, and high enough for a finger where one points. */
export function useRowHeight(fine: number): number {
  return useMedia("(pointer: coarse)") ? 44 : fine;
}
