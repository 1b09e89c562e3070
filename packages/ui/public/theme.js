// Runs before the first paint, so that nothing flashes; then whenever the setting or the system's theme changes.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("burr-theme");
    } catch {
      return null; // somebody has forbidden it
    }
  };
  /** @type {unknown} What the browser does not keep stands for this page alone. */
  let chosen;
  const apply = () => {
    const asked = chosen ?? kept();
    const isDark = asked === "dark" || (asked !== "light" && dark.matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", () => {
    chosen = undefined;
    apply();
  });
  addEventListener("burr-theme", (event) => {
    chosen = event instanceof CustomEvent ? event.detail : undefined;
    apply();
  });
})();
