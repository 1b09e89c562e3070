import type { GraphShape } from "./graph-layout.ts";
import { layOutGroups } from "./group-layout.ts";

// The page does not wait for a layout.
addEventListener(
  "message",
  ({ data: { key, shape } }: MessageEvent<{ readonly key: string; readonly shape: GraphShape }>) => {
    postMessage({ key, layout: layOutGroups(shape) });
  },
);
