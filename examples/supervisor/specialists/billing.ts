import { burr } from "@burrjs/core";
import { z } from "zod";
import { type Charge, euros, type Shop } from "../shop.ts";

/** What the person says to a refund. */
const Verdict = z.object({ verdict: z.enum(["approve", "refuse"]), note: z.string().default("") });
type Verdict = z.output<typeof Verdict>;

/** What the person is told. */
export const RefundRequest = z.object({ order: z.string(), cents: z.number(), why: z.string() });

/** What billing works on. */
const b = burr<{
  order: string;
  charges: readonly Charge[];
  /** What was taken too much. */
  cents: number;
  verdict: Verdict["verdict"];
  /** What the person says besides. */
  note: string;
  /** For the customer. */
  outcome: string;
}>();

/** The graph of the specialist for money: nothing is given back that no person has approved. */
export function billingGraph(shop: Shop) {
  const findCharges = b.action({
    reads: ["order"],
    writes: ["charges", "cents"],
    async run({ order }) {
      const { charges } = await shop.order(order);
      const [first, ...more] = charges;
      const cents = more
        .filter((charge) => charge.cents === first?.cents)
        .reduce((sum, charge) => sum + charge.cents, 0);
      const said =
        cents === 0 ? "nothing was charged twice" : `${charges.length} charges of ${euros(first?.cents ?? 0)}`;
      return [{ said }, { charges, cents }];
    },
  });

  const askPerson = b.action({
    reads: ["order", "charges", "cents"],
    writes: ["verdict", "note"],
    answers: { refund: Verdict },
    run({ order, charges, cents }, _inputs, { suspend }) {
      const why = `charged as ${charges.map(({ id }) => id).join(" and ")}`;
      return suspend("refund", { payload: { order, cents, why } satisfies z.input<typeof RefundRequest> });
    },
    onAnswer: (_state, { refund: { verdict, note } }) => [{ said: `a person says: ${verdict}` }, { verdict, note }],
  });

  const refund = b.action({
    reads: ["order", "cents"],
    writes: ["outcome"],
    retry: 3,
    async run({ order, cents }, _inputs, { once }) {
      await once("refund", (key) => shop.refund({ order, cents }, key));
      return [{ said: `${euros(cents)} given back` }, { outcome: `We have refunded ${euros(cents)}.` }];
    },
  });

  const decline = b.action({
    reads: ["cents", "note"],
    writes: ["outcome"],
    run: ({ cents, note }) => ({ outcome: `We cannot refund ${euros(cents)}${note === "" ? "" : `: ${note}`}.` }),
  });

  const explain = b.action({
    reads: [],
    writes: ["outcome"],
    run: () => ({ outcome: "We have looked at your payments: nothing was charged twice." }),
  });

  return b.graph({
    actions: { findCharges, askPerson, refund, decline, explain },
    transitions: [
      ["findCharges", "askPerson", b.check(["cents"], ({ cents }) => cents > 0, "charged twice")],
      ["findCharges", "explain"],
      ["askPerson", "refund", b.when({ verdict: "approve" })],
      ["askPerson", "decline"],
    ],
  });
}
