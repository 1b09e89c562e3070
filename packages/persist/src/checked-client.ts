import { BurrError } from "@burrjs/core";

/**
 * The client of a database, if it looks like one: whoever passes something else reads what is wrong, and not which call of
 * ours has failed.
 *
 * @param client - What the user has passed.
 * @param methods - Those that it must have.
 * @param what - What it should be: "an open `DatabaseSync`, …".
 * @returns `client`.
 * @throws `invalid-option`
 */
export function checkedClient<TClient>(client: TClient, methods: readonly string[], what: string): TClient {
  const has = (method: string): boolean =>
    typeof client === "object" && client !== null && method in client && typeof client[method as never] === "function"; // a method by name
  if (methods.every(has)) return client;
  const given = client === null ? "null" : typeof client;
  throw new BurrError(
    "invalid-option",
    `A persister needs ${what}, and was given ${given === "object" ? "an object of another kind" : given}.`,
    {
      option: "client",
    },
  );
}
