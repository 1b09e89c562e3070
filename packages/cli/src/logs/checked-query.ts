import { machineZone, parseQuery } from "@burrjs/protocol";
import type { RunQuery } from "@burrjs/server/store";
import { invalidArgument } from "../cli-error.ts";

/** What a store is asked for: days are those of this machine. */
export type CheckedQuery = Required<Pick<RunQuery, "q" | "zone">>;

/**
 * Reads a query of the search box. The store passes over what it does not understand; here that is refused, since a command
 * that deletes what matches must not take a slip for "all".
 */
export function checkedQuery(text: string): CheckedQuery {
  const { query, errors } = parseQuery(text, { of: "runs" });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.replaceAll(/\s/g, " ");
    throw invalidArgument(
      "--query",
      `The query cannot be understood: ${error.message}\n  ${line}\n  ${" ".repeat(error.at)}^`,
    );
  }
  if (query.groups.length > 0) return { q: text, zone: machineZone() };
  throw invalidArgument(
    "--query",
    "The query is empty. Write what to look for, such as status:failed, or leave it out.",
  );
}
