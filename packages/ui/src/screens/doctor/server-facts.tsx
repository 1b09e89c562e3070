import type { ReactNode } from "react";
import type { ServerMeta } from "../../data/doctor-queries.ts";
import type { Connection } from "../../data/live.ts";
import { bytesText, countText } from "../../format/quantities.ts";
import styles from "./doctor.module.css";

const capabilityNames = new Map([
  ["notes", "Notes"],
  ["ingestion", "Records from trackers elsewhere"],
  ["writes", "Changes and deletions"],
  ["forks", "Forks, through runners"],
]);

const limitNames = new Map<string, readonly [name: string, format: (value: number) => string]>([
  ["body_bytes", ["Largest request", bytesText]],
  ["ingest_bytes", ["Largest batch of records", bytesText]],
  ["event_streams", ["Pages that listen at once", countText]],
]);

interface ServerFactsProps {
  /** `undefined`: it is being fetched; the room for it is there. */
  readonly meta: ServerMeta | undefined;
  readonly connection: Connection;
}

/** What the server says of itself. */
export function ServerFacts({ meta, connection }: ServerFactsProps) {
  const { version, security, capabilities, runners, limits } = meta ?? {};
  return (
    <section className={styles["section"]}>
      <h2>Server</h2>
      <dl className={styles["facts"]}>
        <Fact name="Version">{version}</Fact>
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
        {Object.keys(capabilities ?? Object.fromEntries(capabilityNames)).map((name) => (
          <Fact key={name} name={capabilityNames.get(name) ?? name}>
            {capabilities && (capabilities[name] === true ? "on" : "off")}
          </Fact>
        ))}
        {Object.keys(limits ?? Object.fromEntries(limitNames)).map((name) => {
          const [text, format] = limitNames.get(name) ?? [name, countText];
          return (
            <Fact key={name} name={text}>
              {limits && format(limits[name] ?? 0)}
            </Fact>
          );
        })}
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
