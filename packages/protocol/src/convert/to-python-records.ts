import { isObject } from "../parse/check.ts";
import type { LogRecord } from "../records.ts";
import type { PythonRecord } from "../v0/v0.ts";
import { blobExpander, type BlobText } from "./expand-blobs.ts";
import { pythonConverter } from "./python-converter.ts";

/** What else is needed of a log. */
export interface ToPythonOptions {
  /** The JSON of a large value. Default: references stay as they are. */
  readonly blob?: BlobText;
}

/**
 * The records of a log as those of Burr for Python, whose own reader and server accept them: see `pythonConverter`. Write each with
 * `pythonLine`.
 *
 * @param records - Of one log, from the first on.
 * @yields {PythonRecord} Each record that Burr knows, with large values in their place.
 */
export async function* toPythonRecords(
  records: AsyncIterable<LogRecord> | Iterable<LogRecord>,
  options: ToPythonOptions = {},
): AsyncGenerator<PythonRecord, void, void> {
  const convert = pythonConverter();
  const expand = blobExpander(options.blob ?? (() => Promise.resolve(undefined)));
  for await (const record of records) {
    const converted = convert(record);
    if (converted !== undefined) yield await withBlobs(converted, expand);
  }
}

async function withBlobs(record: PythonRecord, expand: (value: unknown) => Promise<unknown>): Promise<PythonRecord> {
  switch (record.type) {
    case "begin_entry":
      return { ...record, inputs: await members(record.inputs, expand) };
    case "end_entry": {
      const { state, result } = record;
      return {
        ...record,
        state: await members(state, expand),
        result: result && (await members(result, expand)),
      };
    }
    case "attribute":
      return { ...record, value: await expand(record.value) };
    default:
      return record;
  }
}

/** The members of an object. A result that is a reference as a whole may become anything: then it stands under `value`. */
async function members(
  object: Readonly<Record<string, unknown>>,
  expand: (value: unknown) => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  const whole = await expand(object);
  return isObject(whole) ? whole : { value: whole };
}
