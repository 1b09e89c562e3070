import type { ModelUsage, StepState } from "@burrjs/protocol";

/** What a server says of the columns of steps that it gives. */
export interface ColumnsHead {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: keyof typeof readers;
    /** Absent: all cells are the same. */
    readonly offset?: number;
    /** What they are then; `null` stands for NaN. */
    readonly value?: number | null;
    readonly width: number;
  }[];
  readonly actions: readonly string[];
  readonly models: readonly string[];
  readonly roles: readonly string[];
  /** Of steps that have called several models, by their places: what of each. */
  readonly usage: Readonly<Record<string, readonly ModelUsage[]>>;
  readonly statuses: readonly StepState[];
  readonly kinds: readonly ("action" | "stream")[];
  readonly indexed: number;
}

/** Columns as the server gives them: a line of JSON, then little-endian arrays, as `/columns` is documented. */
export function readColumns(bytes: ArrayBuffer): {
  readonly head: ColumnsHead;
  readonly cells: ReadonlyMap<string, ArrayLike<number>>;
} {
  const all = new Uint8Array(bytes);
  const end = all.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(all.subarray(0, end))) as ColumnsHead; // as the server writes it
  const count = head.to - head.from;
  const cells = head.columns.map(
    ({ name, type, offset, width, value }) =>
      [
        name,
        offset === undefined
          ? readers[type](new ArrayBuffer(count * width), 0, count).fill(value ?? Number.NaN)
          : readers[type](bytes, end + 1 + offset, count),
      ] as const,
  );
  return { head, cells: new Map(cells) };
}

const readers = {
  u8: (buffer: ArrayBuffer, at: number, count: number) => new Uint8Array(buffer, at, count),
  u16: (buffer: ArrayBuffer, at: number, count: number) => new Uint16Array(buffer, at, count),
  u32: (buffer: ArrayBuffer, at: number, count: number) => new Uint32Array(buffer, at, count),
  i32: (buffer: ArrayBuffer, at: number, count: number) => new Int32Array(buffer, at, count),
  f32: (buffer: ArrayBuffer, at: number, count: number) => new Float32Array(buffer, at, count),
  f64: (buffer: ArrayBuffer, at: number, count: number) => new Float64Array(buffer, at, count),
};
