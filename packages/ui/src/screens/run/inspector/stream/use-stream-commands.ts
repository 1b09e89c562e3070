import { stallFrom } from "../../../../model/stream/stall-rows.ts";
import type { StreamNumbers } from "../../../../model/stream/stream-timing.ts";
import { type Command, useCommands } from "../../../../shell/commands.ts";
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
  const command = (id: string, name: string, run: () => void, keys: readonly string[] = []): Command => ({
    id,
    name,
    group: "Stream",
    run,
    keys,
  });
  useCommands([
    command("stream-next", "Next item of the stream", () => playhead.goBy(1), ["."]),
    command("stream-previous", "Previous item of the stream", () => playhead.goBy(-1), [","]),
    command("stall-next", "Next stall of the stream", () => toStall(1), ["S"]),
    command("stall-previous", "Previous stall of the stream", () => toStall(-1), ["Shift+S"]),
    command("stream-longest", "Go to the longest gap of the stream", toLongest),
    command("stream-play", "Replay the stream", onPlay),
    command("stream-read", "Read the stream aloud", onRead),
  ]);
}
