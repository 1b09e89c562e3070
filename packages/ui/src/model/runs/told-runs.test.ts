import { matchesRun, parseQuery, type RunsChange, type RunsPage, type RunSummary } from "@burrjs/protocol";
import fc from "fast-check";
import { summaryOf } from "./testing/summary-of.ts";
import { describe, expect, it } from "vitest";
import { namedRuns } from "./named-runs.ts";
import {
  nothingTold,
  rowsNow,
  runId,
  runsBeside,
  toldAlso,
  toldByLook,
  toldByName,
  totalNow,
  without,
} from "./told-runs.ts";

/** A run; how often it has changed stands in its steps. Its times are always the same: they do not tell what is newer. */
const run = (id: string, steps: number): RunSummary => summaryOf(id, { steps });

const ids = ["a", "b"];

/** A server and a page of it, between which answers and events are on their way for any time; events come in order. */
class World {
  readonly #server = new Map(ids.map((id) => [id, 0]));
  readonly #changes: Omit<RunsChange, "at">[] = [];
  readonly #events: RunsChange[] = [];
  #asks: { readonly isLook: boolean; page?: RunsPage }[] = [];
  #looks = 0;
  pages: readonly RunsPage[] = [];
  told = nothingTold;

  get rows(): readonly RunSummary[] {
    return rowsNow(this.pages, this.told);
  }

  change(id: string): void {
    const steps = this.#server.get(id);
    if (steps !== undefined) this.#server.set(id, steps + 1);
    if (steps !== undefined) this.#changes.push({ runs: [run(id, steps + 1)], removed: [] });
  }

  remove(id: string): void {
    if (this.#server.delete(id)) this.#changes.push({ runs: [], removed: [run(id, 0)] });
  }

  /** The server looks for changes. */
  watch(): void {
    this.#looks += 1;
    const all = this.#changes.splice(0);
    const removed = all.flatMap((one) => one.removed);
    const changed = new Set(all.flatMap(({ runs }) => runs.map((one) => runId(one))));
    const runs = this.#all().filter((one) => changed.has(runId(one)));
    this.#events.push({ at: this.#looks, runs, removed });
  }

  tell(): void {
    const event = this.#events.shift();
    if (event !== undefined) this.told = toldAlso(this.told, event);
  }

  ask(isLook: boolean): void {
    this.#asks.push({ isLook });
  }

  /** The server answers. */
  answer(n: number): void {
    const one = this.#asks[n % this.#asks.length];
    if (one === undefined || one.page !== undefined) return;
    this.#looks += 1;
    const items = this.#all();
    one.page = { items, total: items.length, next: null, at: this.#looks };
  }

  /** The answer comes. The list is asked for once at a time: an older question was given up. */
  arrive(n: number): void {
    const one = this.#asks[n % this.#asks.length];
    if (one?.page === undefined) return;
    const { isLook, page } = one;
    this.#asks = this.#asks.filter((other) => other !== one);
    if (isLook) this.told = toldByLook(this.told, page, this.rows);
    else if (page.at > (this.pages[0]?.at ?? 0)) this.pages = [page];
  }

  /** Nothing is on its way any more. */
  settle(): readonly RunSummary[] {
    this.watch();
    for (const n of this.#asks.keys()) this.answer(n);
    while (this.#asks.length > 0) this.arrive(0);
    while (this.#events.length > 0) this.tell();
    return this.#all();
  }

  #all(): RunSummary[] {
    return [...this.#server].map(([id, steps]) => run(id, steps));
  }
}

type Act = (world: World) => void;

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom(...ids).map(
    (id): Act =>
      (world) =>
        world.change(id),
  ),
  fc.constantFrom(...ids).map(
    (id): Act =>
      (world) =>
        world.remove(id),
  ),
  fc.boolean().map(
    (isLook): Act =>
      (world) =>
        world.ask(isLook),
  ),
  fc.nat(3).map(
    (n): Act =>
      (world) =>
        world.answer(n),
  ),
  fc.nat(3).map(
    (n): Act =>
      (world) =>
        world.arrive(n),
  ),
  fc.constant<Act>((world) => world.watch()),
  fc.constant<Act>((world) => world.tell()),
);

describe("However answers and events overlap", () => {
  it("no row becomes older, none comes back, and in the end all is as it is", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 60 }), (sequence) => {
        const world = new World();
        const seen = new Map<string, number>();
        const gone = new Set<string>();
        const look = (): void => {
          const now = new Map(world.rows.map((one) => [runId(one), one.steps]));
          for (const [id, steps] of now) {
            expect(steps).toBeGreaterThanOrEqual(seen.get(id) ?? 0);
            expect(gone.has(id)).toBe(false);
            seen.set(id, steps);
          }
          for (const id of seen.keys()) if (!now.has(id)) gone.add(id);
        };
        world.ask(false);
        for (const act of sequence) {
          act(world);
          look();
        }
        const last = world.settle();
        look();
        expect(world.rows).toEqual(last);
      }),
      { numRuns: 2000 },
    );
  });
});

const page = (items: readonly RunSummary[], at: number, next: string | null = null): RunsPage => ({ items, total: items.length, next, at }); // prettier-ignore

it("Runs that began since are beside the list, and those that are gone are not", () => {
  const pages = [page([run("a", 1)], 5)];
  let told = toldAlso(nothingTold, { at: 4, runs: [run("before", 1)], removed: [] });
  told = toldAlso(told, { at: 6, runs: [run("a", 2), run("b", 1), run("c", 1)], removed: [] });
  told = toldAlso(told, { at: 7, runs: [], removed: [run("c", 1)] });
  expect(runsBeside(pages, told).map((one) => one.app_id)).toEqual(["b"]);
  expect(runsBeside([], told)).toEqual([]);
});

it("A look tells the total, and what is gone only when it has all", () => {
  const pages = [page([run("a", 1), run("b", 1)], 1)];
  const part = toldByLook(nothingTold, page([run("b", 2)], 2, "more"), rowsNow(pages, nothingTold));
  expect(rowsNow(pages, part)).toEqual([run("a", 1), run("b", 2)]);
  const whole = toldByLook(part, page([run("b", 2)], 3), rowsNow(pages, part));
  expect([rowsNow(pages, whole), totalNow(pages, whole)]).toEqual([[run("b", 2)], 1]);
  expect([totalNow(pages, nothingTold), totalNow([], whole)]).toEqual([2, undefined]);
});

it("Who is asked for by name and not answered with is gone", () => {
  const pages = [page([run("a", 1), run("b", 1)], 1, "more"), page([run("c", 1)], 1)];
  const rows = rowsNow(pages, nothingTold);
  const look = page([run("a", 2)], 2, "more");
  const missing = without(rows, look.items);
  expect(missing.map((one) => one.app_id)).toEqual(["b", "c"]);
  const told = toldByName(toldByLook(nothingTold, look, rows), page([run("c", 5)], 3), missing);
  expect(rowsNow(pages, told)).toEqual([run("a", 2), run("c", 5)]);
  expect(totalNow(pages, told)).toBe(1); // that of the look
});

it("Runs are asked for by name in parts, each of which lets through just its own", () => {
  const odd = ["a", 'b"', "c d", "OR", "x:y", "\\", "*"].flatMap((id) => [
    summaryOf(id, {}),
    summaryOf(id, { partition_key: "p q" }),
  ]);
  const many = [...odd, ...Array.from({ length: 200 }, (_, n) => summaryOf(`n${n}`, {}))];
  const parts = namedRuns(many);
  expect(parts.flatMap(({ runs }) => runs)).toEqual(many);
  for (const { q, runs } of parts) {
    const { query, errors } = parseQuery(q, { of: "runs", zone: "UTC" });
    expect(errors).toEqual([]);
    expect(many.filter((one) => matchesRun(query, one))).toEqual(runs);
  }
  expect(namedRuns([])).toEqual([]);
});

it("A run that stands on two pages, since it moved in between, has one row", () => {
  const pages = [page([run("a", 1)], 1), page([run("a", 2), run("b", 1)], 2)];
  expect(rowsNow(pages, nothingTold)).toEqual([run("a", 2), run("b", 1)]);
});
