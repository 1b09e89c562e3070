/** What is known of a log as a whole. Plain JSON. */
export interface LogFacts {
  /** Up to where the log has been read. */
  scanned: number;
  /** Records that the program says it could not write. */
  lostRecords: number;
  clockWentBack: boolean;
  /** The latest time so far, of the clock with a zone and of that without. */
  latestMs: number | null;
  latestNaiveMs: number | null;
  /** Times without a zone, each with one that has a zone and came right after it: what the zone can be told by. */
  readonly zoneHints: (readonly [naive: string, utc: string])[];
  lastNaive: string | null;
  failed: number;
  /** Lines, or parts of them, that could not be read: of the first 10,000 the table says where they are. */
  unreadable: number;
  /** Lines of which we only know that they belong to a step; beyond a limit they are passed over. */
  unknown: number;
  /** The choice that no step has followed yet: its entry, and the actions by the numbers of their texts. */
  openChoice: { readonly entry: number; readonly from: number; readonly to: number } | null;
  /** States from here on are not certain, until one is whole again. */
  isDoubtful: boolean;
}

/** What is known before a log has been looked at, from a place in it on. */
export function newFacts(from: number): LogFacts {
  return {
    scanned: from,
    lostRecords: 0,
    clockWentBack: false,
    latestMs: null,
    latestNaiveMs: null,
    zoneHints: [],
    lastNaive: null,
    failed: 0,
    unreadable: 0,
    unknown: 0,
    openChoice: null,
    isDoubtful: from > 0,
  };
}
