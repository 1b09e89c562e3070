import { stallFrom } from "../../../../model/stream/stall-rows.ts";
import type { StreamNumbers } from "../../../../model/stream/stream-timing.ts";
import { useCommands } from "../../../../shell/commands.ts";
import { toast } from "../../../../shell/toasts.tsx";
import type { Playhead } from "./use-playhead.ts";

interface StreamCommandsOptions {
  readonly playhead: Playhead;
  readonly numbers: StreamNumbers;
  /** How many items there are. */
  readonly length: number;
  readonly onPlay: () => void;
  readonly onRead: () => void;
}

/** What keys and the palette do in a stream. */
export function useStreamCommands({ playhead, numbers, length, onPlay, onRead }: StreamCommandsOptions): void {
  const { longest, stalls } = numbers;
  const toStall = (direction: 1 | -1): void => {
    // With no moment inside of the step, the search begins at the end that it leads away from.
    const seen = playhead.isInside() ? playhead.seen() : direction === 1 ? 0 : length + 1;
    const stall = stallFrom(stalls, seen, direction);
    if (stall === undefined) toast("The stream never stood still.");
    else playhead.goTo(stall);
  };
  const toLongest = (): void => {
    if (longest !== null) playhead.goTo(longest);
  };
  useCommands("stream", {
    "stream-next": () => playhead.goBy(1),
    "stream-previous": () => playhead.goBy(-1),
    "stall-next": () => toStall(1),
    "stall-previous": () => toStall(-1),
    "stream-longest": toLongest,
    "stream-play": onPlay,
    "stream-read": onRead,
  });
}
