import type { EdgeLine, GraphShape, NodeBox, Point } from "./graph-layout.ts";

/** How far a way from an action to itself leads away from it. */
const loopReach = 26;

/** The ways from one action to itself. */
export interface OwnLoops {
  /** The room that they take right of the action. */
  readonly room: number;
  /** They go around each other; the label of each stands right of it. `box`: where the action is. */
  lines(box: Point & NodeBox): ReadonlyMap<string, EdgeLine>;
}

/** The ways from an action to itself: its `loops`. `labelHeight`: of each label. */
export function ownLoops(loops: GraphShape["edges"], labelHeight: number): OwnLoops {
  let room = 0;
  const reaches = loops.map(({ labelWidth }, n) => {
    const reach = room + (labelWidth === 0 && n > 0 ? loopReach / 2 : loopReach);
    room = labelWidth === 0 ? reach : reach + 4 + labelWidth;
    return reach;
  });
  return {
    room,
    lines: (box) => {
      const side = box.x + box.width / 2;
      return new Map(
        loops.map(({ id, labelWidth }, n) => {
          const reach = side + (reaches[n] ?? 0);
          const label = { x: reach + 4 + labelWidth / 2, y: box.y, width: labelWidth, height: labelHeight };
          return [id, { points: loopAt(side, box.y, { reach, n }), label: labelWidth === 0 ? null : label }];
        }),
      );
    },
  };
}

/** A way from the right side of a node back to it; the `n`-th goes around those before. */
function loopAt(
  side: number,
  y: number,
  { reach, n }: { readonly reach: number; readonly n: number },
): readonly Point[] {
  const [leaves, turns] = [Math.min(15, 5 + 5 * n), 12 + 8 * n];
  return [
    { x: side, y: y - leaves },
    { x: reach, y: y - turns },
    { x: reach, y: y + turns },
    { x: side, y: y + leaves },
  ];
}
