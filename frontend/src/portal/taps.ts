/** A form goes once: the second tap of a nervous thumb is let fall until the page changes. */
export function guardForms(): void {
  const gone = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (gone.has(form)) return event.preventDefault();
    gone.add(form);
    form.setAttribute("aria-busy", "true");
  });
  // Back from the next page: the browser may show this one as it was left.
  addEventListener("pageshow", () => {
    for (const form of document.forms) {
      gone.delete(form);
      form.removeAttribute("aria-busy");
    }
  });
}
