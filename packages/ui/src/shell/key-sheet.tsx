import { AppDialog } from "../parts/app-dialog.tsx";
import { Keys } from "../parts/keys.tsx";
import { useAllCommands } from "./commands.ts";
import styles from "./key-sheet.module.css";

interface Open {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Every key, made from the commands that are known. */
export function KeySheet({ isOpen, onOpenChange }: Open) {
  const commands = useAllCommands().filter(({ keys }) => keys.length > 0);
  const groups = [...Map.groupBy(commands, ({ group }) => group)];
  return (
    <AppDialog title="All keys" isOpen={isOpen} onOpenChange={onOpenChange} width={960}>
      <div className={styles["groups"]} tabIndex={0}>
        {groups.map(([group, members]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {members.map(({ id, name, keys }) => (
                <div key={id}>
                  <dt>{name}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </AppDialog>
  );
}
