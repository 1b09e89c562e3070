import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The page's rules allow no inline script, style or font.
  build: {
    outDir: "../server/ui",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2023",
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  resolve: { conditions: ["@burrjs/source", "module", "browser", "development|production"] },
  server: { host: "127.0.0.1" },
});
