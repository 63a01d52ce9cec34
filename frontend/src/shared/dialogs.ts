/**
 * `<button data-opens="dialog-id">` opens a `<dialog>`; `data-closes` inside it closes. Native dialogs trap and
 * return the focus; the first cancel button takes it, so that Enter never does the irreversible thing.
 */
export function installDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    const opener = target?.closest<HTMLElement>("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens ?? "");
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
        dialog.querySelector<HTMLElement>("[data-closes]")?.focus();
      }
      return;
    }
    if (target?.closest("[data-closes]")) target.closest("dialog")?.close();
  });
}
