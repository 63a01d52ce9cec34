/** What every page runs: policy, htmx, Alpine (content-policy build), toasts, theme, dialogs. */
import "./policy.ts";
import Alpine from "@alpinejs/csp";
import { htmx } from "./htmx.ts";
import { installDialogs } from "./dialogs.ts";
import { installRail } from "./rail.ts";
import { installParts } from "./parts.ts";
import { installTheme } from "./theme.ts";
import { installWidths } from "./widths.ts";

export { Alpine, htmx };

/** Starts Alpine. Call after every `Alpine.data(...)` of the entry. */
export function boot(): void {
  installTheme();
  installRail();
  installDialogs();
  installParts();
  installWidths();
  Alpine.start();
}
