/** The style sheet of a picture: light, or dark where the reader prefers that. It holds for nothing outside of the picture. */
export const styleSheet = `
.burr-graph {
  --page: #ffffff; --line: #64748b; --ink: #0f172a; --soft: #475569; --run: #ea580c; --error: #dc2626;
  --group: #f8fafc; --edge: #cbd5e1;
  --action: #eef2ff; --action-line: #6366f1; --streaming: #ecfeff; --streaming-line: #0891b2;
  --next: #fef9c3; --next-line: #ca8a04; --key: #f1f5f9; --key-line: #64748b;
  --input: #faf5ff; --input-line: #9333ea; --condition: #fff7ed; --condition-line: #c2410c;
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  font-variant-ligatures: none;
}
@media (prefers-color-scheme: dark) {
  .burr-graph {
    --page: #0b1220; --line: #94a3b8; --ink: #e2e8f0; --soft: #a3b1c6; --run: #fb923c; --error: #f87171;
    --group: #111a2c; --edge: #334155;
    --action: #1e2147; --action-line: #818cf8; --streaming: #0c2f3a; --streaming-line: #22d3ee;
    --next: #3a2f0b; --next-line: #facc15; --key: #1b2537; --key-line: #94a3b8;
    --input: #2b1a40; --input-line: #c084fc; --condition: #3a2212; --condition-line: #fb923c;
  }
}
.burr-graph .page { fill: var(--page); }
.burr-graph .group rect { fill: var(--group); stroke: var(--edge); stroke-width: 1.25; }
.burr-graph .group text { fill: var(--soft); }
.burr-graph .node { --fill: var(--action); --stroke: var(--action-line); }
.burr-graph .streaming { --fill: var(--streaming); --stroke: var(--streaming-line); }
.burr-graph .key { --fill: var(--key); --stroke: var(--key-line); }
.burr-graph .input { --fill: var(--input); --stroke: var(--input-line); }
.burr-graph .condition { --fill: var(--condition); --stroke: var(--condition-line); }
.burr-graph .start, .burr-graph .end { --fill: var(--line); --stroke: var(--line); }
.burr-graph .next { --fill: var(--next); --stroke: var(--next-line); }
.burr-graph .visited { --stroke: var(--run); }
.burr-graph .shape { fill: var(--fill); stroke: var(--stroke); stroke-width: 1.5; }
.burr-graph .visited .shape, .burr-graph .visited rect { stroke: var(--run); stroke-width: 2.5; }
.burr-graph .rim { fill: none; stroke: var(--stroke); stroke-width: 1.25; }
.burr-graph .visited .rim { stroke-width: 1.25; }
.burr-graph .ring, .burr-graph .lid { fill: none; }
.burr-graph .dot { fill: var(--line); }
.burr-graph .rule { stroke: var(--stroke); stroke-width: 1; opacity: 0.35; }
.burr-graph text { font-size: 11px; fill: var(--soft); dominant-baseline: central; }
.burr-graph .name { font-size: 13px; font-weight: 600; fill: var(--ink); text-anchor: middle; }
.burr-graph .badge { fill: var(--stroke); text-anchor: middle; }
.burr-graph .line { fill: none; stroke: var(--line); stroke-width: 1.4; }
.burr-graph .tip { fill: var(--line); }
.burr-graph .label { fill: var(--page); }
.burr-graph .inner .label { fill: var(--group); }
.burr-graph .edge text { text-anchor: middle; }
.burr-graph .error .line { stroke: var(--error); }
.burr-graph .error .tip, .burr-graph .error text { fill: var(--error); }
.burr-graph .error .line, .burr-graph .optional .line { stroke-dasharray: 5 4; }
.burr-graph .taken .line { stroke: var(--run); stroke-width: 2.5; }
.burr-graph .taken .tip, .burr-graph .taken text { fill: var(--run); }
`;
