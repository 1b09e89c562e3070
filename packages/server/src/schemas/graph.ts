import * as z from "zod";
import { tokenCounts } from "./lists.ts";

// Files of older and of foreign programs come as they are: more fields, and some that are missing.
const action = z
  .looseObject({
    name: z.string().optional(),
    file: z.string().optional().describe("Where the program has made it: a path below the folder of its project."),
    line: z.int().positive().optional().describe("The line there; the first is 1."),
  })
  .meta({ id: "ActionModel" });
const transition = z
  .looseObject({ from_: z.string().optional(), to: z.string().optional(), condition: z.string().optional() })
  .meta({ id: "TransitionModel" });

/** `ApplicationModel` of the protocol. */
export const applicationModel = z
  .looseObject({ actions: z.array(action).optional(), transitions: z.array(transition).optional() })
  .meta({ id: "ApplicationModel", description: "`graph.json`, as the program wrote it." });

const graphUse = z
  .object({
    hash: z.string().nullable(),
    runs: z.number(),
    last_written_ms: z.number(),
    first_action: z.string().nullable(),
  })
  .meta({ id: "GraphUse" });
const actionSums = z
  .object({
    action: z.string(),
    runs: z.number(),
    failed_runs: z.number(),
    visits: z.number(),
    failed: z.number(),
    duration_ms: z.number(),
    tokens: z.array(tokenCounts.extend({ model: z.string() })),
  })
  .meta({ id: "ActionSums" });
const waySums = z
  .object({ from: z.string(), to: z.string(), taken: z.number(), runs: z.number() })
  .meta({ id: "WaySums" });

/** `ProjectGraph` of the protocol. */
export const projectGraph = z
  .object({
    graphs: z.array(graphUse),
    hash: z.string().nullable(),
    graph: applicationModel.nullable(),
    runs: z.number(),
    partial: z.number(),
    actions: z.array(actionSums),
    ways: z.array(waySums),
  })
  .meta({ id: "ProjectGraph" });
