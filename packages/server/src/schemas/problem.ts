import * as z from "zod";

/** The answer to a request that failed. */
export const problem = z
  .object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string(), path: z.string().optional() }) })
  .meta({ id: "Problem" });
