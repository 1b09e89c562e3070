/**
 * Runs in each page before its own code: makes any run there one of `count` steps, since a log of that length would take minutes to
 * write. What the server says of the run is kept, but for the number and the list of its steps; and nothing is told of it later.
 */
export function pretendLongRun(count: number): void {
  const ask = globalThis.fetch;
  globalThis.fetch = async (input, options) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    if (pathname.endsWith("/columns")) return new Response(columns());
    const response = await ask(input, options);
    if (!/\/runs\/[^/]+\/[^/]+$/.test(pathname) || !response.ok) return response;
    const header = (await response.json()) as object; // as the server gives it
    return Response.json({ ...header, steps: count, last_sequence_id: count - 1 });
  };
  globalThis.EventSource = class extends EventTarget {
    close(): void {}
  } as unknown as typeof EventSource;

  /** As the server gives it: a line of JSON, then numbers. */
  function columns(): Blob {
    const cells = [
      { name: "sequence_id", type: "u32", bytes: Uint32Array.from({ length: count }, (_, n) => n) },
      { name: "action", type: "u32", bytes: Uint32Array.from({ length: count }, (_, n) => n % 2) },
      { name: "started_ms", type: "f64", bytes: Float64Array.from({ length: count }, (_, n) => 1.7e12 + n * 10) },
      { name: "duration_ms", type: "f64", bytes: new Float64Array(count).fill(8) },
    ];
    let end = 0;
    const places = cells.map(({ name, type, bytes }) => {
      const offset = end;
      end += bytes.byteLength;
      return { name, type, offset, width: bytes.BYTES_PER_ELEMENT };
    });
    const named = {
      actions: ["tick", "tock"],
      statuses: ["completed"],
      kinds: ["action"],
      models: [],
      roles: [],
      usage: {},
    };
    const head = JSON.stringify({ from: 0, to: count, total: count, columns: places, ...named, indexed: 1 });
    // Numbers of eight bytes begin at multiples of eight.
    return new Blob([head.padEnd(Math.ceil((head.length + 1) / 8) * 8 - 1), "\n", ...cells.map(({ bytes }) => bytes)]);
  }
}
