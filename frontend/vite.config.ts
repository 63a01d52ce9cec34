import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

// The floor of Tailwind 4 (ui.md, section 4): Chrome 111, Safari 16.4, Firefox 128.
const browsers = ["chrome111", "safari16.4", "firefox128"];

export default defineConfig({
  base: "/static/dist/",
  plugins: [tailwindcss()],
  build: {
    outDir: "../src/bole/web/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: browsers,
    // Inlined data: URLs would need wider content rules than the pages send.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      checks: { pluginTimings: false },
      input: {
        app: "src/app.ts",
        portal: "src/portal.ts",
        console: "src/console.ts",
        gallery: "src/gallery.ts",
      },
    },
  },
});
