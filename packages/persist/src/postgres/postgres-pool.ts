/** A statement, and the values of its parameters. With a name, a connection prepares it once. */
export interface PostgresQuery {
  readonly name?: string;
  readonly text: string;
  readonly values?: unknown[];
}

/** What a statement gives. */
export interface PostgresResult {
  readonly rows: readonly unknown[];
}

/** A notification, as it arrives at a client that listens. */
export interface PostgresNotification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** One connection, as far as we use it. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<PostgresResult>;
  /** Gives it back to the pool; with `true` or an error it is closed instead. */
  release(destroy?: boolean | Error): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  on(event: "notification", listener: (notification: PostgresNotification) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

/** The calls we make. The `Pool` of `pg` has them. */
export interface PostgresPool {
  /** At most so many clients. */
  readonly options?: { readonly max?: number | undefined };
  connect(): Promise<PostgresClient>;
  query(query: PostgresQuery): Promise<PostgresResult>;
}
