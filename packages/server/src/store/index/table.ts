/** How the numbers of a column are kept. */
export type ColumnType = "f64" | "u32" | "i32" | "u16" | "u8";

/** The columns of a table: for each, its type and what an untouched cell holds. */
export type Columns<TName extends string> = Readonly<Record<TName, readonly [type: ColumnType, empty: number]>>;

type ColumnArray = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** So many rows of a column are kept in one array; a power of 2. */
const chunkRows = 8192;

/**
 * Rows of numbers in typed arrays: what millions of small objects would cost too much for. Where nothing has been set in a column, it
 * takes no memory.
 */
export class Table<TName extends string> {
  /** The names of the columns, in their order. */
  readonly names: readonly TName[];
  readonly #columns: Columns<TName>;
  readonly #chunks = new Map<TName, (ColumnArray | undefined)[]>();
  #count = 0;
  /** The rows of the first chunk, which begins small; the others have all at once. */
  #firstRows = 16;

  constructor(columns: Columns<TName>) {
    this.#columns = columns;
    this.names = Object.keys(columns) as TName[]; // the type of `columns` has no other keys
  }

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** What the columns take in memory. */
  get byteLength(): number {
    let bytes = 0;
    for (const chunks of this.#chunks.values()) for (const chunk of chunks) bytes += chunk?.byteLength ?? 0;
    return bytes;
  }

  /** Appends a row of empty cells, and returns its number. */
  add(): number {
    if (this.#count === this.#firstRows && this.#firstRows < chunkRows) this.#growFirst(this.#firstRows * 2);
    this.#count += 1;
    return this.#count - 1;
  }

  /** A cell; what an untouched one holds when there is no such row. */
  get(name: TName, row: number): number {
    const chunk = row < this.#count ? this.#chunks.get(name)?.[Math.floor(row / chunkRows)] : undefined;
    return chunk?.[row % chunkRows] ?? this.#columns[name][1];
  }

  /** Reads the cells of a column, of whatever rows there are now: what is faster for thousands of them. */
  reader(name: TName): (row: number) => number {
    const chunks = this.#chunks.get(name);
    const empty = this.#columns[name][1];
    return (row) => chunks?.[Math.floor(row / chunkRows)]?.[row % chunkRows] ?? empty;
  }

  /** Sets a cell of a row that there is; numbers too large for the type become its largest. */
  set(name: TName, row: number, value: number): void {
    const [type, empty] = this.#columns[name];
    let chunks = this.#chunks.get(name);
    const at = Math.floor(row / chunkRows);
    let chunk = chunks?.[at];
    if (chunk === undefined) {
      if (Object.is(value, empty)) return;
      chunk = newColumn(type, at === 0 ? this.#firstRows : chunkRows).fill(empty);
      if (chunks === undefined) this.#chunks.set(name, (chunks = []));
      while (chunks.length < at) chunks.push(undefined);
      chunks[at] = chunk;
    }
    const largest = limits[type];
    chunk[row % chunkRows] = value > largest ? largest : value;
  }

  /** The first row whose `name` is at least `value`, in a column that only grows; `count` when there is none. */
  lowerBound(name: TName, value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.get(name, middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** All columns that hold something, as they are at this moment: little-endian, each padded to a multiple of 8 bytes. */
  pack(): PackedTable {
    const columns = this.names.filter((name) => this.#chunks.has(name));
    const parts = columns.flatMap((name) => {
      const [type, empty] = this.#columns[name];
      const pieces: Uint8Array[] = [];
      for (let row = 0; row < this.#count; row += chunkRows) {
        const rows = Math.min(chunkRows, this.#count - row);
        const chunk = this.#chunks.get(name)?.[row / chunkRows] ?? newColumn(type, rows).fill(empty);
        pieces.push(new Uint8Array(chunk.buffer, 0, rows * chunk.BYTES_PER_ELEMENT));
      }
      const length = this.#count * widthOf(type);
      return [...pieces, new Uint8Array(aligned(length) - length)];
    });
    return { count: this.#count, columns, parts };
  }

  /** The table that was packed. */
  static from<TName extends string>(
    columns: Columns<TName>,
    { count, columns: packed, bytes }: Omit<PackedTable, "parts"> & { readonly bytes: Uint8Array },
  ): Table<TName> {
    const table = new Table(columns);
    while (table.#firstRows < Math.min(count, chunkRows)) table.#firstRows *= 2;
    table.#count = count;
    let at = 0;
    for (const name of table.names) {
      if (!packed.includes(name)) continue;
      const [type, empty] = columns[name];
      const width = widthOf(type);
      if (at + count * width > bytes.length) throw new RangeError("The bytes of the table are too few.");
      const chunks: ColumnArray[] = [];
      for (let row = 0; row < count; row += chunkRows) {
        const chunk = newColumn(type, row === 0 ? table.#firstRows : chunkRows).fill(empty);
        const end = Math.min(count, row + chunkRows);
        new Uint8Array(chunk.buffer).set(bytes.subarray(at + row * width, at + end * width));
        chunks.push(chunk);
      }
      table.#chunks.set(name, chunks);
      at += aligned(count * width);
    }
    return table;
  }

  #growFirst(rows: number): void {
    for (const [name, chunks] of this.#chunks) {
      const [type, empty] = this.#columns[name];
      const first = chunks[0];
      if (first === undefined) continue;
      const larger = newColumn(type, rows);
      larger.set(first);
      larger.fill(empty, first.length);
      chunks[0] = larger;
    }
    this.#firstRows = rows;
  }
}

/** A table as bytes. */
export interface PackedTable {
  readonly count: number;
  /** The names of those columns that hold something. */
  readonly columns: readonly string[];
  /** They show the table itself: what changes in it changes in them. */
  readonly parts: readonly Uint8Array[];
}

/** The next multiple of 8. */
export function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}

const limits = { f64: Infinity, u32: 0xffff_ffff, i32: 0x7fff_ffff, u16: 0xffff, u8: 0xff };

const widths = { f64: 8, u32: 4, i32: 4, u16: 2, u8: 1 };

/** How many bytes a number of a column takes. */
export function widthOf(type: ColumnType): number {
  return widths[type];
}

/** An array for so many numbers, all 0. */
export function newColumn(type: ColumnType, room: number): ColumnArray {
  switch (type) {
    case "f64":
      return new Float64Array(room);
    case "u32":
      return new Uint32Array(room);
    case "i32":
      return new Int32Array(room);
    case "u16":
      return new Uint16Array(room);
    default:
      return new Uint8Array(room);
  }
}
