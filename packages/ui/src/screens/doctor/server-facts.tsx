import type { ReactNode } from "react";
import type { ServerMeta } from "@burrjs/protocol";
import type { Connection } from "../../data/live.ts";
import { bytesText, countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./doctor.module.css";

const capabilityNames = [
  ["notes", "Notes"],
  ["ingestion", "Records from trackers elsewhere"],
  ["writes", "Changes and deletions"],
  ["forks", "Forks, through runners"],
] as const;

const limitNames = [
  ["body_bytes", "Largest request", bytesText],
  ["ingest_bytes", "Largest batch of records", bytesText],
  ["event_streams", "Pages that listen at once", countText],
] as const;

interface ServerFactsProps {
  /** `undefined`: it is being fetched; the room for it is there. */
  readonly meta: ServerMeta | undefined;
  readonly connection: Connection;
}

/** What the server says of itself. */
export function ServerFacts({ meta, connection }: ServerFactsProps) {
  const { version, dir, security, capabilities, runners, limits } = meta ?? {};
  return (
    <section className={styles["section"]}>
      <h2>Server</h2>
      <dl className={styles["facts"]}>
        <Fact name="Version">{version}</Fact>
        <Fact name="Data folder">{dir === null ? "none: the logs are elsewhere" : dir && visibleText(dir)}</Fact>
        <Fact name="Reading">
          {security && (security.reads === "token" ? "with the token" : "open to whoever reaches it")}
        </Fact>
        <Fact name="Changing">
          {security && (security.writes === "token" ? "with the token" : "not possible: the server is read-only")}
        </Fact>
        <Fact name="Live connection">
          {!connection.isOpen ? "lost, trying again" : connection.lastHeardMs === null ? "not needed here" : "open"}
        </Fact>
        <Fact name="Runners">
          {runners && (runners.length === 0 ? "none is connected" : countText(runners.length))}
        </Fact>
        {capabilityNames.map(([capability, name]) => (
          <Fact key={capability} name={name}>
            {capabilities && (capabilities[capability] ? "on" : "off")}
          </Fact>
        ))}
        {limitNames.map(([limit, name, format]) => (
          <Fact key={limit} name={name}>
            {limits && format(limits[limit])}
          </Fact>
        ))}
      </dl>
      {security?.reads === "open" && (
        <p className={styles["warning"]}>
          ! Any program on this machine can read the logs. Start the server without --no-token to ask for the token.
        </p>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles["fact"]}>
      <dt>{name}</dt>
      <dd>{children ?? "…"}</dd>
    </div>
  );
}
