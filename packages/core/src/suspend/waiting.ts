import type { Child } from "../children/family.ts";
import type { StandardSchema } from "../state/standard-schema.ts";

/** What this process alone knows of a step that waits for answers. */
export class Waiting {
  /** Schemas of answers, by the id of the suspension. */
  readonly schemas = new Map<string, StandardSchema>();
  /** Children that wait, by their ids, where nothing is stored. */
  readonly children = new Map<string, Child>();
  /** What there is of its other children, where nothing is stored. */
  collected: unknown;
}
