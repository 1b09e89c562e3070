import type { PostgresClient, PostgresPool } from "./postgres-pool.ts";

/**
 * Does `work` in a transaction on one client of the pool, whatever the defaults of its transactions are.
 *
 * @param pool - The client goes back to it, or is closed when its connection is broken.
 * @param work - Awaits its last query.
 * @returns What `work` returns, once it is stored.
 * @throws What `work` throws, or PostgreSQL; nothing has changed then.
 */
export async function transaction<TResult>(
  pool: PostgresPool,
  work: (client: PostgresClient) => Promise<TResult>,
): Promise<TResult> {
  const client = await pool.connect();
  let failure: Error | undefined;
  // Without a listener, a connection that breaks between two queries would end the process. The next query tells.
  const ignore = (): void => {};
  client.on("error", ignore);
  try {
    // READ COMMITTED: each statement sees what others have stored by then, also while it waited for a lock.
    await client.query({ text: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE" });
    const result = await work(client);
    await client.query({ text: "COMMIT" });
    return result;
  } catch (error) {
    failure = await rolledBack(client);
    throw error;
  } finally {
    // A client that is closed has more to say.
    if (failure === undefined) client.removeListener("error", ignore);
    client.release(failure);
  }
}

/** Why it could not be rolled back: such a client is of no more use. */
async function rolledBack(client: PostgresClient): Promise<Error | undefined> {
  try {
    await client.query({ text: "ROLLBACK" });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("ROLLBACK failed.", { cause: error });
  }
}
