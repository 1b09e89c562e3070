import { checkedPrefix } from "../checked-prefix.ts";
import { checkSchema } from "../checked-schema.ts";

/** What every store on tables can be told. */
export interface TableOptions {
  /** What the names of the tables begin with: a letter or `_`, then at most 40 letters, digits or `_`. Default: "burr". */
  readonly tablePrefix?: string;
}

/** The prefix of the tables, checked. */
export function tablePrefixOf({ tablePrefix }: TableOptions): string {
  return checkedPrefix("tablePrefix", tablePrefix);
}

/**
 * The migrations that a schema still needs. A schema of version n has had the first n.
 *
 * @param found - The version that is stored; 0 when there is nothing yet.
 * @param migrations - All that this program knows, the oldest first.
 * @returns Those to do, in order.
 * @throws `unknown-schema`, when a newer version of this package has been there.
 */
export function pendingMigrations<TMigration>(found: number, migrations: readonly TMigration[]): readonly TMigration[] {
  checkSchema(found, migrations.length, "tablePrefix");
  return migrations.slice(found);
}
