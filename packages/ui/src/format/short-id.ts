/** An id as lists show it: of long ones, which nobody reads, the beginning and the end. */
export function shortId(id: string): string {
  const characters = Array.from(id);
  return characters.length <= longest ? id : `${characters.slice(0, 8).join("")}…${characters.slice(-4).join("")}`;
}

/** Names that people give are as long; those of machines (UUIDs, hashes) have 26 characters and more. */
const longest = 24;
