/** Light, dark or as the system says; remembered on this device only. `<button data-theme-toggle>` switches. */
const KEY = "bole-theme";
const themes = ["bole", "bole-dark"] as const;

function apply(theme: string | null): void {
  if (theme && (themes as readonly string[]).includes(theme)) document.documentElement.dataset.theme = theme;
}

function current(): string {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "bole-dark" : "bole";
}

export function installTheme(): void {
  try {
    if (!document.documentElement.hasAttribute("data-theme-fixed")) apply(localStorage.getItem(KEY));
  } catch {
    // Storage is refused in some in-app browsers; the system's choice stands.
  }
  document.addEventListener("click", (event) => {
    if (!(event.target as Element | null)?.closest("[data-theme-toggle]")) return;
    const next = current() === "bole" ? "bole-dark" : "bole";
    apply(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // As above.
    }
  });
}
