import { BurrError } from "@burrjs/core";
import type { SqliteDatabase, SqliteStatement, SqliteValue } from "./sqlite-database.ts";

/** A database whose statements are prepared once, and whose transactions are of one piece. */
export class SqliteConnection {
  readonly #database: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Whether there is surely no transaction under way: then one statement is one transaction. */
  get isFree(): boolean {
    const { isTransaction, inTransaction } = this.#database;
    return isTransaction === false || inTransaction === false;
  }

  /** Runs statements that need no values. They are not kept. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs a statement and says how many rows it changed. */
  run(sql: string, ...values: SqliteValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** The first row; `undefined` when there is none. */
  get(sql: string, ...values: SqliteValue[]): unknown {
    return this.#prepared(sql).get(...values);
  }

  all(sql: string, ...values: SqliteValue[]): unknown[] {
    return this.#prepared(sql).all(...values);
  }

  /**
   * Does `work` in a transaction, which starts by locking out all other writers.
   *
   * @returns What `work` returns, once it is stored.
   * @throws What `work` throws, or SQLite; nothing has changed then. `invalid-option`, when there is a transaction already.
   */
  transaction<TResult>(work: () => TResult): TResult {
    this.#begin();
    try {
      const result = work();
      this.run("COMMIT");
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #begin(): void {
    try {
      this.run("BEGIN IMMEDIATE");
    } catch (error) {
      if (!(error instanceof Error && error.message.includes("within a transaction"))) throw error;
      throw new BurrError(
        "invalid-option",
        "The SQLite database is inside a transaction of yours, and could take back what Burr has stored in it. Give Burr a connection of its own.",
        { option: "database" },
        { cause: error },
      );
    }
  }

  #rollBack(): void {
    try {
      this.run("ROLLBACK");
    } catch {
      // SQLite has done so itself, as when the disk is full. The first error is the one to tell.
    }
  }

  #prepared(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays?.(false);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
