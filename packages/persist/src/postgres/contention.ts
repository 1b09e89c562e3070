/**
 * Does `work` again when PostgreSQL gave it up in favour of another transaction: where the default isolation level is above
 * READ COMMITTED ("could not serialize access"), or after a deadlock. Then the other one has been, so it is tried at once.
 *
 * @param work - One transaction.
 * @returns What `work` returns.
 * @throws What `work` throws; of these errors, the tenth in a row.
 */
export async function despiteContention<TResult>(work: () => Promise<TResult>): Promise<TResult> {
  for (let left = 9; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isContention(error)) throw error;
    }
  }
}

function isContention(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "40001" || error.code === "40P01");
}
