import { describe, expect, it } from "vitest";

import { failingClient } from "./failing-client.ts";
import { Fault } from "./fault.ts";

/** A pool as those of databases are: private fields, clients of its own, and everything that reaches the server in `sent`. */
class Pool {
  readonly sent: string[] = [];
  readonly #size = 3;
  get size(): number {
    return this.#size;
  }
  async query(text: string): Promise<{ rows: string[] }> {
    this.sent.push(text);
    return { rows: [text] };
  }
  async connect(): Promise<Connection> {
    return new Connection(this);
  }
  /** Returns at once, but what it returns reaches the server. */
  named(name: string): { query(text: string): Promise<unknown> } {
    return { query: (text) => this.query(`${name}: ${text}`) };
  }
}

class Connection {
  readonly #pool: Pool;
  constructor(pool: Pool) {
    this.#pool = pool;
  }
  query(text: string) {
    return this.#pool.query(text);
  }
  release(): string {
    return `released, of ${this.#pool.size}`;
  }
}

function open() {
  const [pool, fault] = [new Pool(), new Fault()];
  return { pool, fault, client: failingClient(pool, fault, { methods: ["query"] }) };
}

/** What came of queries, one after the other. */
async function outcomes(client: { query(text: string): Promise<unknown> }, texts: string): Promise<string[]> {
  const list: string[] = [];
  for (const text of texts.split(" ")) {
    const outcome = await client.query(text).then(
      () => "answered",
      () => "failed",
    );
    list.push(outcome);
  }
  return list;
}

describe("failingClient()", () => {
  it.each([
    { kind: "before", sent: ["a", "c", "d"], came: ["answered", "failed", "answered", "answered"] },
    { kind: "after", sent: ["a", "b", "c", "d"], came: ["answered", "failed", "answered", "answered"] },
    { kind: "crash", sent: ["a"], came: ["answered", "failed", "failed", "failed"] },
  ] as const)("makes the second call fail: $kind", async ({ kind, sent, came }) => {
    const { pool, fault, client } = open();
    fault.arm(1, kind);
    expect(await outcomes(client, "a b c d")).toEqual(came);
    expect(pool.sent).toEqual(sent);
    expect(fault.hasStruck).toBe(true);
  });

  it("throws the error of its fault", async () => {
    const { fault, client } = open();
    fault.arm(0, "after");
    await expect(client.query("a")).rejects.toBe(fault.error);
  });

  it("lets everything pass until it is armed, and once it is disarmed", async () => {
    const { fault, client } = open();
    expect(await outcomes(client, "a b")).toEqual(["answered", "answered"]);
    fault.arm(1, "before");
    expect(await outcomes(client, "c")).toEqual(["answered"]);
    fault.disarm();
    expect(await outcomes(client, "d e")).toEqual(["answered", "answered"]);
    expect(fault.hasStruck).toBe(false);
  });

  it("counts the calls of what other methods return or promise", async () => {
    const { fault, client } = open();
    fault.arm(2, "before");
    const connection = await client.connect();
    expect(await outcomes(connection, "a")).toEqual(["answered"]);
    expect(await outcomes(client.named("n"), "a b")).toEqual(["answered", "failed"]);
    expect(connection.release()).toBe("released, of 3");
  });

  it("leaves answers, properties and other methods as they are", async () => {
    const { client } = open();
    expect(client.size).toBe(3);
    expect(await client.query("a")).toEqual({ rows: ["a"] });
    expect(client).toBeInstanceOf(Pool);
  });

  it("throws at once, and without a call, for a client that returns at once", () => {
    const made: string[] = [];
    const database = { prepare: (sql: string) => ({ run: (value: number) => made.push(`${sql} ${value}`) }) };
    const fault = new Fault();
    const statement = failingClient(database, fault, { methods: ["run"], isSync: true }).prepare("insert");
    expect(statement.run(1)).toBe(1);
    for (const kind of ["before", "after", "crash"] as const) {
      fault.arm(0, kind);
      expect(() => statement.run(2)).toThrow(fault.error);
    }
    expect(() => statement.run(3)).toThrow(fault.error);
    expect(made).toEqual(["insert 1"]);
  });
});
