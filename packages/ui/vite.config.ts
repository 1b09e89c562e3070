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
    // Few files: each costs a request, and what it has in common with the others is compressed anew. A dialog that only one screen
    // has, or a tab, is loaded when it is opened.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Not the entry itself: whoever imports from its file would wait for it, as it does for them.
            { name: "data", tags: ["$initial"], test: /src[\\/]data[\\/]/, priority: 2 },
            { name: "start", test: /src[\\/]shell[\\/]start\.tsx$/, priority: 1 },
            { name: "parts", test: /src[\\/](?:data|format|model|parts)[\\/]|protocol[\\/]|lucide/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  resolve: { conditions: ["@burrjs/source", "module", "browser", "development|production"] },
  server: { host: "127.0.0.1" },
});
