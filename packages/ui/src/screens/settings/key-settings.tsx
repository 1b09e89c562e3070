import { type KeyboardEvent, useState } from "react";
import { useStored } from "../../data/stored.ts";
import { allCommands, type Command } from "../../model/commands.ts";
import { conflictsOf, keysOf, withKeys } from "../../model/key-map.ts";
import { keyName } from "../../model/key-name.ts";
import { Button } from "../../parts/button.tsx";
import { Keys } from "../../parts/keys.tsx";
import { keyMapSetting, letterKeysSetting } from "../../shell/key-map.ts";
import styles from "./settings.module.css";

const groups = [...Map.groupBy(allCommands, ({ group }) => group)];

/** Which key does what, and whether single letters do anything. */
export function KeySettings() {
  const letters = useStored(letterKeysSetting);
  const map = useStored(keyMapSetting);
  const [catching, setCatching] = useState<string | undefined>(undefined);
  return (
    <section className={styles["section"]}>
      <div className={styles["sectionHead"]}>
        <h2>Keys</h2>
        {Object.keys(map).length > 0 && <Button onClick={() => keyMapSetting.set(undefined)}>Reset all keys</Button>}
      </div>
      <label className={styles["check"]}>
        <input
          type="checkbox"
          checked={letters === "on"}
          onChange={(event) => letterKeysSetting.set(event.target.checked ? undefined : "off")}
        />
        Single letters do something when no text field has the focus
      </label>
      <p className="muted">“Change” takes the next key that is pressed; Escape leaves all as it is.</p>
      {groups.map(([group, members]) => (
        <table key={group} className={styles["keys"]}>
          <caption>{group}</caption>
          <thead className="hidden-text">
            <tr>
              <th scope="col">Command</th>
              <th scope="col">Keys</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {members.map((command) => (
              <KeyRow
                key={command.id}
                command={command}
                keys={keysOf(command, map)}
                isOwn={!Object.hasOwn(map, command.id)}
                conflicts={conflictsOf(allCommands, map, command)}
                isCatching={catching === command.id}
                onCatch={(isOn) => setCatching(isOn ? command.id : undefined)}
                onChange={(keys) => keyMapSetting.set(withKeys(map, command, keys))}
              />
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

interface KeyRowProps {
  readonly command: Command;
  readonly keys: readonly string[];
  /** Whether these are the keys that the command came with. */
  readonly isOwn: boolean;
  readonly conflicts: readonly Command[];
  readonly isCatching: boolean;
  readonly onCatch: (isOn: boolean) => void;
  readonly onChange: (keys: readonly string[]) => void;
}

const modifiers = new Set(["Shift", "Control", "Alt", "Meta"]);

function KeyRow({ command, keys, isOwn, conflicts, isCatching, onCatch, onChange }: KeyRowProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isCatching || modifiers.has(event.key) || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    onCatch(false);
    if (event.key !== "Escape") onChange([keyName(event)]);
  };
  return (
    <tr>
      <th scope="row">
        {command.name}
        {conflicts.length > 0 && (
          <span className={styles["conflict"]}> ! also “{conflicts.map(({ name }) => name).join("”, “")}”</span>
        )}
      </th>
      <td className={styles["keyCell"]}>
        {keys.length === 0 ? <span className="muted">none</span> : <Keys keys={keys} />}
      </td>
      <td className={styles["keyActions"]}>
        {command.isLocal !== true && (
          <>
            <Button
              kind="ghost"
              aria-label={isCatching ? undefined : `Change the key of ${command.name}`}
              onClick={() => onCatch(!isCatching)}
              onKeyDown={onKeyDown}
              onBlur={() => onCatch(false)}
            >
              {isCatching ? "Press a key …" : "Change"}
            </Button>
            {isOwn ? (
              <Button
                kind="ghost"
                aria-label={`Remove the key of ${command.name}`}
                disabled={keys.length === 0}
                onClick={() => onChange([])}
              >
                Remove
              </Button>
            ) : (
              <Button
                kind="ghost"
                aria-label={`Reset the key of ${command.name}`}
                onClick={() => onChange(command.keys)}
              >
                Reset
              </Button>
            )}
          </>
        )}
      </td>
    </tr>
  );
}
