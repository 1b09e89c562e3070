import { burr } from "@burrjs/core";
import type { Order, Shop } from "../shop.ts";

/** What shipping works on. */
const b = burr<{
  order: string;
  parcel: Order["parcel"];
  /** For the customer. */
  outcome: string;
}>();

/** The graph of the specialist for parcels. */
export function shippingGraph(shop: Shop) {
  const locate = b.action({
    reads: ["order"],
    writes: ["parcel"],
    async run({ order }) {
      const { parcel } = await shop.order(order);
      return [{ said: `${parcel.id} is in ${parcel.place}` }, { parcel }];
    },
  });

  const hurry = b.action({
    reads: ["parcel"],
    writes: ["outcome"],
    run: ({ parcel: { place, daysLate } }) => [
      { said: `${daysLate} days late: by express from here` },
      { outcome: `Your parcel is ${daysLate} days late, in ${place}. It goes on by express.` },
    ],
  });

  const reassure = b.action({
    reads: ["parcel"],
    writes: ["outcome"],
    run: ({ parcel: { place } }) => [{ said: "in time" }, { outcome: `Your parcel is in ${place}, and in time.` }],
  });

  return b.graph({
    actions: { locate, hurry, reassure },
    transitions: [
      ["locate", "hurry", b.check(["parcel"], ({ parcel }) => parcel.daysLate > 0, "late")],
      ["locate", "reassure"],
    ],
  });
}
