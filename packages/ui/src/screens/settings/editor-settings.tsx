import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { editorIds, editorSetting, folderSetting } from "../../data/editor.ts";
import { projectsQuery } from "../../data/queries.ts";
import { type Stored, useStored } from "../../data/stored.ts";
import { visibleText } from "../../format/visible-text.ts";
import { editors, isWholePath } from "../../model/editor-link.ts";
import { ErrorBox } from "../../parts/error-box.tsx";
import styles from "./settings.module.css";

/** Whether code opens in an editor, in which one, and where it is on this computer. */
export function EditorSettings() {
  const editor = useStored(editorSetting);
  return (
    <section className={styles["section"]}>
      <h2>Code</h2>
      <label className={styles["field"]}>
        <span className={styles["label"]}>Open it in</span>
        <select
          className={styles["input"]}
          value={editor}
          onChange={(event) => editorSetting.set(editorIds.find((id) => id === event.target.value))}
        >
          <option value="none">no editor</option>
          {editorIds.map((id) => (
            <option key={id} value={id}>
              {editors[id].name}
            </option>
          ))}
        </select>
        <span className="muted">by a link in the tab Code of a step</span>
      </label>
      {editor !== "none" && <Folders />}
    </section>
  );
}

function Folders() {
  const { data: projects, error, refetch } = useQuery(projectsQuery());
  const common = useStored(folderSetting(""));
  const sorted = projects?.toSorted((one, other) => other.last_activity_ms - one.last_activity_ms);
  return (
    <>
      <FolderField label="Folder" setting={folderSetting("")} example="/home/me/shop">
        that paths such as <code>src/app.ts</code> begin at: the top of the Git repository; without one, where the
        program is started
      </FolderField>
      <details className={styles["list"]}>
        <summary>Projects that are in other folders</summary>
        <div className={styles["others"]}>
          {error !== null && projects === undefined && <ErrorBox error={error} retry={() => void refetch()} />}
          {sorted?.length === 0 && <p className="muted">There is no project yet.</p>}
          {sorted?.map(({ project }) => (
            <FolderField
              key={project}
              label={project}
              setting={folderSetting(project)}
              example={isWholePath(common) ? common : "/home/me/other"}
            />
          ))}
        </div>
      </details>
    </>
  );
}

interface FolderFieldProps {
  readonly label: string;
  readonly setting: Stored<string>;
  /** What holds while nothing is written. */
  readonly example: string;
  readonly children?: ReactNode;
}

function FolderField({ label, setting, example, children }: FolderFieldProps) {
  const folder = useStored(setting);
  const about = useId();
  const isWrong = folder.trim() !== "" && !isWholePath(folder);
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={`${about}-field`}>
        {visibleText(label)}
      </label>
      <input
        id={`${about}-field`}
        className={`${styles["input"]} ${styles["folder"]} mono`}
        value={folder}
        maxLength={1024}
        placeholder={visibleText(example)}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={about}
        onChange={(event) => setting.set(event.target.value === "" ? undefined : event.target.value)}
      />
      <span id={about} className={`${styles["about"]} ${isWrong ? styles["wrong"] : "muted"}`}>
        {isWrong ? "Write the whole path: it begins with / or, in Windows, with a drive such as C:\\" : children}
      </span>
    </div>
  );
}
