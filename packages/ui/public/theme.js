// Runs before the first paint, so that nothing flashes; then whenever the setting or the system's theme changes.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const asked = localStorage.getItem("burr-theme");
    const isDark = asked === "dark" || (asked !== "light" && dark.matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
  };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("burr-theme", apply);
})();
