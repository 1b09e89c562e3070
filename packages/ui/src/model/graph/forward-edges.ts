/** An edge by the numbers of its nodes. */
export interface Edge {
  readonly from: number;
  readonly to: number;
}

/**
 * The same edges without cycles: those that lead back to a node from which one comes to them are turned around. What leads back is
 * found from the first node on, so that what comes first also stands first. No edge may lead to its own node.
 */
export function forwardEdges(count: number, edges: readonly Edge[]): readonly Edge[] {
  const out = Array.from({ length: count }, (): number[] => []);
  for (const [id, { from }] of edges.entries()) out[from]?.push(id);
  const [unseen, open, done] = [0, 1, 2];
  const state = new Uint8Array(count);
  const at = new Uint32Array(count);
  const forward = [...edges];
  for (let first = 0; first < count; first += 1) {
    if (state[first] !== unseen) continue;
    const path = [first];
    state[first] = open;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const id = out[node]?.[at[node] ?? 0];
      const edge = id === undefined ? undefined : edges[id];
      if (id === undefined || edge === undefined) {
        state[node] = done;
        path.pop();
        continue;
      }
      at[node] = (at[node] ?? 0) + 1;
      if (state[edge.to] === open) forward[id] = { from: edge.to, to: edge.from };
      if (state[edge.to] !== unseen) continue;
      state[edge.to] = open;
      path.push(edge.to);
    }
  }
  return forward;
}
