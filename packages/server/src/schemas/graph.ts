import * as z from "zod";

// Files of older and of foreign programs come as they are: more fields, and some that are missing.
const action = z.looseObject({ name: z.string().optional() }).meta({ id: "ActionModel" });
const transition = z
  .looseObject({ from_: z.string().optional(), to: z.string().optional(), condition: z.string().optional() })
  .meta({ id: "TransitionModel" });

/** `ApplicationModel` of the protocol. */
export const applicationModel = z
  .looseObject({ actions: z.array(action).optional(), transitions: z.array(transition).optional() })
  .meta({ id: "ApplicationModel", description: "`graph.json`, as the program wrote it." });
