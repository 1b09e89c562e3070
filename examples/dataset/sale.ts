/** The columns of a file of sales, in their order. */
export const columns = ["order", "date", "customer", "region", "category", "quantity", "price"] as const;

/** Where something can be sold. */
export const regions = ["Africa", "Americas", "Asia", "Europe", "Oceania"] as const;

/** What can be sold. */
export const categories = ["Books", "Garden", "Kitchen", "Music", "Office", "Toys"] as const;

/** What can be wrong with a row: the first thing that is. */
export const flaws = ["columns", "date", "region", "category", "quantity", "price"] as const;

/** What is wrong with a row. */
export type Flaw = (typeof flaws)[number];

/** One valid row, as far as the analysis needs it. */
export interface Sale {
  readonly region: string;
  readonly category: string;
  /** Quantity × price, in cents: whole numbers add up exactly. */
  readonly amountCents: number;
}

/** The sale in the fields of a row, or what is wrong with the row. */
export function parseSale(fields: readonly string[]): Sale | Flaw {
  if (fields.length !== columns.length) return "columns";
  const [, date = "", , region = "", category = "", quantity = "", price = ""] = fields;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return "date";
  if (!knownRegions.has(region)) return "region";
  if (!knownCategories.has(category)) return "category";
  if (!/^[1-9]\d{0,5}$/.test(quantity)) return "quantity";
  if (!/^\d{1,7}\.\d{2}$/.test(price)) return "price";
  return { region, category, amountCents: Number(quantity) * Math.round(Number(price) * 100) };
}

const knownRegions: ReadonlySet<string> = new Set(regions);
const knownCategories: ReadonlySet<string> = new Set(categories);
