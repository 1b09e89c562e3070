import { type GraphShape, layOut } from "./graph-layout.ts";

// The page does not wait for a layout.
addEventListener(
  "message",
  ({ data: { key, shape } }: MessageEvent<{ readonly key: string; readonly shape: GraphShape }>) => {
    postMessage({ key, layout: layOut(shape) });
  },
);
