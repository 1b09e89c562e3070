import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** Money that was taken for an order. */
export interface Charge {
  readonly id: string;
  readonly cents: number;
}

/** What the shop knows of an order. */
export interface Order {
  readonly charges: readonly Charge[];
  readonly parcel: { readonly id: string; readonly place: string; readonly daysLate: number };
}

/** Money that was given back. */
interface Refund {
  readonly order: string;
  readonly cents: number;
}

/** There is no such order. The message is for the customer. */
export class UnknownOrderError extends Error {
  override readonly name = "UnknownOrderError";

  constructor(id: string) {
    super(id === "" ? "Which order is this about?" : `We know of no order ${id}. Which one do you mean?`);
  }
}

/** The systems of the shop, as far as specialists use them. */
export interface Shop {
  /** Throws an `UnknownOrderError` when there is no such order. */
  order(id: string): Promise<Order>;
  /** Gives money back, once per key. */
  refund(refund: Refund, idempotencyKey: string): Promise<void>;
}

const orders: Readonly<Record<string, Order>> = {
  "1042": {
    charges: [
      { id: "C-7", cents: 4_900 },
      { id: "C-8", cents: 4_900 },
    ],
    parcel: { id: "P-3", place: "the depot in Leipzig", daysLate: 4 },
  },
  "1043": {
    charges: [{ id: "C-9", cents: 12_000 }],
    parcel: { id: "P-4", place: "a van in your street", daysLate: 0 },
  },
};

/** A shop with a few orders, which writes refunds into a file, a JSON text per line. */
export function openShop(refundsFile: string): Shop {
  return {
    async order(id) {
      const order = orders[id];
      if (order === undefined) throw new UnknownOrderError(id);
      return order;
    },
    async refund(refund, key) {
      const isDone = existsSync(refundsFile) && readFileSync(refundsFile, "utf8").includes(JSON.stringify(key));
      if (!isDone) appendFileSync(refundsFile, `${JSON.stringify({ ...refund, key })}\n`);
    },
  };
}

/** An amount, as people write it. */
export function euros(cents: number): string {
  return `€${(cents / 100).toFixed(2)}`;
}
