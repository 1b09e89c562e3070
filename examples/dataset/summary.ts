import { categories, type Flaw, flaws, parseSale, regions } from "./sale.ts";
import type { Row } from "./read-rows.ts";

/** The sales of one region or category. */
export interface Group {
  readonly count: number;
  readonly sumCents: number;
  /** `Infinity` while `count` is 0. */
  readonly minCents: number;
  readonly maxCents: number;
}

/** What is known after some rows, and how far that is: enough to go on from there. */
export interface Summary {
  /** Where the last row ended in the file. */
  readonly endBytes: number;
  readonly rows: number;
  readonly invalid: number;
  readonly flaws: Readonly<Record<Flaw, number>>;
  readonly regions: Readonly<Record<string, Group>>;
  readonly categories: Readonly<Record<string, Group>>;
}

/** The summary of no rows, in front of the row that begins at `startBytes`. */
export function emptySummary(startBytes: number): Summary {
  const groups = (names: readonly string[]): Record<string, Group> =>
    Object.fromEntries(names.map((name) => [name, { count: 0, sumCents: 0, minCents: Infinity, maxCents: 0 }]));
  return {
    endBytes: startBytes,
    rows: 0,
    invalid: 0,
    flaws: Object.fromEntries(flaws.map((flaw) => [flaw, 0])) as Record<Flaw, number>, // `flaws` has them all
    regions: groups(regions),
    categories: groups(categories),
  };
}

type Mutable<T> = { -readonly [TKey in keyof T]: T[TKey] };
type Groups = Record<string, Mutable<Group>>;

/** A summary that grows in place, row by row: a new object for each of a million rows would be waste. */
export class Tally {
  rows: number;
  endBytes: number;
  #invalid: number;
  readonly #flaws: Record<Flaw, number>;
  readonly #regions: Groups;
  readonly #categories: Groups;

  constructor(start: Summary) {
    this.rows = start.rows;
    this.endBytes = start.endBytes;
    this.#invalid = start.invalid;
    this.#flaws = { ...start.flaws };
    this.#regions = copyGroups(start.regions);
    this.#categories = copyGroups(start.categories);
  }

  add({ fields, endBytes }: Row): void {
    this.rows += 1;
    this.endBytes = endBytes;
    const sale = parseSale(fields);
    if (typeof sale === "string") {
      this.#invalid += 1;
      this.#flaws[sale] += 1;
      return;
    }
    addTo(this.#regions[sale.region], sale.amountCents);
    addTo(this.#categories[sale.category], sale.amountCents);
  }

  /** A copy that later rows do not change. */
  snapshot(): Summary {
    return {
      endBytes: this.endBytes,
      rows: this.rows,
      invalid: this.#invalid,
      flaws: { ...this.#flaws },
      regions: copyGroups(this.#regions),
      categories: copyGroups(this.#categories),
    };
  }
}

function addTo(group: Mutable<Group> | undefined, cents: number): void {
  if (group === undefined) return; // not reached: a valid sale has a known region and category
  group.count += 1;
  group.sumCents += cents;
  group.minCents = Math.min(group.minCents, cents);
  group.maxCents = Math.max(group.maxCents, cents);
}

function copyGroups(groups: Readonly<Record<string, Group>>): Groups {
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, { ...group }]));
}
