import { BurrError } from "@burrjs/core";
import { tablePrefixOf, type TableOptions } from "../sql/schema.ts";

/** What a store on PostgreSQL can be told. */
export interface PostgresOptions extends TableOptions {
  /** The schema of the tables. It has to exist, and `search_path` is never looked at. Default: "public". */
  readonly schema?: string;
  /** Longest text that one row or snapshot may have, in bytes. Default: 256 MB; PostgreSQL's own limit is below 1 GB. */
  readonly maxTextBytes?: number;
}

/** The names of everything in the database that is ours, quoted where SQL needs it. */
export interface PostgresNames {
  /** Stands for schema and prefix in locks and topics, unquoted. */
  readonly scope: string;
  /** Not quoted. */
  readonly channel: string;
  readonly meta: string;
  readonly apps: string;
  readonly rows: string;
  readonly rowsBySequence: string;
  readonly snapshots: string;
  readonly chunks: string;
}

/** The names for these options, which are checked. */
export function postgresNames(options: PostgresOptions): PostgresNames {
  const prefix = tablePrefixOf(options);
  const schema = schemaOf(options);
  const table = (name: string): string => `${quoted(schema)}.${quoted(`${prefix}_${name}`)}`;
  return {
    scope: `${schema}.${prefix}`,
    channel: `${prefix}_changes`,
    meta: table("meta"),
    apps: table("apps"),
    rows: table("rows"),
    rowsBySequence: quoted(`${prefix}_rows_by_sequence`),
    snapshots: table("snapshots"),
    chunks: table("chunks"),
  };
}

/** A name in SQL, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function schemaOf({ schema = "public" }: PostgresOptions): string {
  if (schema !== "" && !schema.includes("\0")) return schema;
  throw new BurrError("invalid-option", "A `schema` is the name of one that exists.", { option: "schema" });
}
