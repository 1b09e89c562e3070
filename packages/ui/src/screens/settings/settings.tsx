import { authorSetting, themeSetting, timeSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { preciseTimeText, timeText } from "../../format/quantities.ts";
import { type TimeStyle, timeStyles } from "../../format/time-style.ts";
import { PageHeader } from "../../parts/page-header.tsx";
import { Segments } from "../../parts/segments.tsx";
import { EditorSettings } from "./editor-settings.tsx";
import { KeySettings } from "./key-settings.tsx";
import { PriceSettings } from "./price-settings.tsx";
import styles from "./settings.module.css";

const themes = [
  { value: "system", text: "System" },
  { value: "light", text: "Light" },
  { value: "dark", text: "Dark" },
] as const;

const timeNames: Readonly<Record<TimeStyle, string>> = {
  locale: "As the browser does",
  "24": "24 hours",
  "12": "12 hours",
  utc: "UTC",
};
// A moment with an hour that tells 12 and 24 apart.
const example = Date.UTC(2026, 10, 30, 15, 4, 5, 678);

/** What the user has chosen. It is kept in this browser, and holds at once. */
export function Settings() {
  const theme = useStored(themeSetting);
  const time = useStored(timeSetting);
  const author = useStored(authorSetting);
  return (
    <>
      <PageHeader crumbs={[{ text: "Projects", to: "/p" }, { text: "Settings" }]}>
        <span className="muted">Kept in this browser</span>
      </PageHeader>
      <main id="main" className={styles["main"]} tabIndex={-1}>
        <div className={styles["column"]}>
          <section className={styles["section"]}>
            <h2>Appearance</h2>
            <div className={styles["field"]}>
              <span className={styles["label"]}>Theme</span>
              <Segments label="Theme" options={themes} value={theme} onChange={(next) => themeSetting.set(next)} />
            </div>
            <div className={styles["field"]}>
              <span className={styles["label"]}>Times</span>
              <Segments
                label="Times"
                options={timeStyles.map((value) => ({ value, text: timeNames[value] }))}
                value={time}
                onChange={(next) => timeSetting.set(next)}
              />
              <span className={`${styles["example"]} mono`}>
                {timeText(example)} · {preciseTimeText(example)}
              </span>
            </div>
          </section>
          <section className={styles["section"]}>
            <h2>Notes</h2>
            <label className={styles["field"]}>
              <span className={styles["label"]}>Your name</span>
              <input
                className={styles["input"]}
                value={author}
                maxLength={256}
                placeholder="Notes name nobody"
                autoComplete="name"
                onChange={(event) => authorSetting.set(event.target.value === "" ? undefined : event.target.value)}
              />
              <span className="muted">stands beside the notes that you write</span>
            </label>
          </section>
          <EditorSettings />
          <KeySettings />
          <PriceSettings />
        </div>
      </main>
    </>
  );
}
