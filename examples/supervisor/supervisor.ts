import { burr, type Hooks, onError, type Persister } from "@burrjs/core";
import { type Shop, UnknownOrderError } from "./shop.ts";
import { billingGraph } from "./specialists/billing.ts";
import { shippingGraph } from "./specialists/shipping.ts";
import { technicalGraph } from "./specialists/technical.ts";
import { type Department, departmentsFor, orderIn } from "./triage.ts";

/** The state of a request. */
interface Case {
  request: string;
  /** The number of the order that it is about; empty when there is none in it. */
  order: string;
  /** Who still has to look at it. */
  open: readonly Department[];
  next: Department | "nobody";
  /** What each specialist has to say to the customer. */
  billing: string;
  shipping: string;
  technical: readonly string[];
  reply: string;
}

const b = burr<Case>();

/** What the supervisor works with. */
export interface SupervisorOptions {
  readonly shop: Shop;
  readonly persister: Persister;
  readonly appId: string;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

/** The application: one request, as far as it is stored. Its specialists are graphs of their own. */
export function createSupervisor({ shop, persister, appId, tracker = {} }: SupervisorOptions) {
  const read = b.inputAction("request");

  const triage = b.action({
    reads: ["request"],
    writes: ["order", "open"],
    run({ request }) {
      const order = orderIn(request);
      const open = departmentsFor(request);
      return [{ said: open.length === 0 ? "nobody knows about this" : open.join(", then ") }, { order, open }];
    },
  });

  const supervise = b.action({
    reads: ["open"],
    writes: ["open", "next"],
    run: ({ open: [next, ...open] }) => ({ next: next ?? ("nobody" as const), open }),
  });

  const billing = billingGraph(shop).asAction({
    reads: ["order"],
    writes: ["billing"],
    entrypoint: "findCharges",
    haltAfter: ["refund", "decline", "explain"],
    out: ({ state }) => ({ billing: state.outcome }),
  });

  const shipping = shippingGraph(shop).asAction({
    reads: ["order"],
    writes: ["shipping"],
    entrypoint: "locate",
    haltAfter: ["hurry", "reassure"],
    out: ({ state }) => ({ shipping: state.outcome }),
  });

  const technical = technicalGraph().asAction({
    reads: ["request"],
    writes: ["technical"],
    entrypoint: "diagnose",
    haltAfter: ["advise", "escalate"],
    in: ({ request }: Pick<Case, "request">) => ({ complaint: request }),
    out: ({ state }) => ({ technical: state.steps }),
  });

  const askBack = b.action({
    reads: [],
    writes: ["reply"],
    handles: [UnknownOrderError],
    run: (_state, _inputs, { error }) => ({ reply: error?.message ?? "" }),
  });

  const reply = b.action({
    reads: ["billing", "shipping", "technical"],
    writes: ["reply"],
    run(state) {
      const paragraphs = [state.billing, state.shipping, state.technical.join(" ")].filter((text) => text !== "");
      return { reply: paragraphs.length === 0 ? "Please tell us more about it." : paragraphs.join("\n") };
    },
  });

  return b
    .app()
    .withActions({ read, triage, supervise, billing, shipping, technical, askBack, reply })
    .withTransitions(
      ["read", "triage"],
      ["triage", "supervise"],
      ["supervise", "billing", b.when({ next: "billing" })],
      ["supervise", "shipping", b.when({ next: "shipping" })],
      ["supervise", "technical", b.when({ next: "technical" })],
      ["supervise", "reply"],
      [["billing", "shipping"], "askBack", onError(UnknownOrderError)],
      [["billing", "shipping", "technical"], "supervise"],
    )
    .initializeFrom(persister, {
      defaultState: { billing: "", shipping: "", technical: [] },
      defaultEntrypoint: "read",
    })
    .withPersister(persister, { onConflict: "queue" })
    .withIdentifiers({ appId })
    .withTracker(tracker)
    .build();
}

/** One request, as `createSupervisor` gives it. */
export type Supervisor = Awaited<ReturnType<typeof createSupervisor>>;
