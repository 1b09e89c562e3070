import type { Place, Point } from "./turn.ts";

/** An edge of a picture that grows down: its two boxes, and where it passes between them. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly fromPlace: Place;
  readonly toPlace: Place;
  readonly via: readonly Point[];
}

/** Where an edge leaves one box and enters the other. */
export interface Ports {
  readonly start: Point;
  readonly end: Point;
}

interface Wish {
  readonly route: number;
  readonly isStart: boolean;
  readonly box: Place;
  readonly x: number;
  readonly y: number;
}

const gap = 16;

/** The ports of each route: as straight on as may be, and apart from others at the same side of a box. */
export function portsOf(routes: readonly Route[]): Ports[] {
  const sides = new Map<string, Wish[]>();
  const add = (id: string, towards: Point, wish: Pick<Wish, "route" | "isStart" | "box">): void => {
    const isLower = towards.y > wish.box.y;
    const y = wish.box.y + (isLower ? 0.5 : -0.5) * wish.box.height;
    const side = `${id} ${isLower ? "lower" : "upper"}`;
    sides.set(side, [...(sides.get(side) ?? []), { ...wish, x: towards.x, y }]);
  };
  routes.forEach(({ from, to, fromPlace, toPlace, via }, route) => {
    add(from, via[0] ?? toPlace, { route, isStart: true, box: fromPlace });
    add(to, via.at(-1) ?? fromPlace, { route, isStart: false, box: toPlace });
  });
  const placed = [...sides.values()].flatMap(spread);
  const [starts, ends] = [true, false].map(
    (isStart) => new Map(placed.flatMap((wish) => (wish.isStart === isStart ? [[wish.route, wish]] : []))),
  );
  return routes.map(({ fromPlace, toPlace }, route) => ({
    start: pointOf(starts?.get(route) ?? fromPlace),
    end: pointOf(ends?.get(route) ?? toPlace),
  }));
}

function spread(wishes: readonly Wish[]): Wish[] {
  const sorted = wishes.toSorted((a, b) => a.x - b.x);
  const [box] = sorted.map((wish) => wish.box);
  if (box === undefined) return [];
  const reach = Math.max(box.width / 2 - 14, 0);
  const apart = sorted.length > 1 ? Math.min(gap, (2 * reach) / (sorted.length - 1)) : 0;
  const places: number[] = [];
  for (const { x } of sorted) {
    const least = Math.max(x, box.x - reach);
    places.push(Math.max(least, (places.at(-1) ?? -Infinity) + apart));
  }
  let most = box.x + reach;
  return sorted.toReversed().map((wish, index) => {
    const x = Math.min(places[sorted.length - 1 - index] ?? box.x, most);
    most = x - apart;
    return { ...wish, x };
  });
}

function pointOf({ x, y }: Point): Point {
  return { x, y };
}
