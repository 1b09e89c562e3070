// Writes the file that main.ts reads, unless it is there: node generate.ts --rows 1000000 --seed 1 --invalid 2
import { cachedSales, parseOptions } from "./options.ts";

console.log(await cachedSales(parseOptions(process.argv.slice(2)), console.error));
