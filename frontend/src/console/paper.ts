/** A page on paper: in ink on white whatever the screen shows, with everything open that opens in place.
 * `<button data-print>` prints; afterwards the page stands as before. */
export function installPaper(): void {
  let before: string | null = null;
  let closed: HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.getAttribute("data-theme");
    document.documentElement.setAttribute("data-theme", "bole");
    closed = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open]):not(:has(form))")];
    for (const one of closed) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    if (before === null) document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", before);
    for (const one of closed) one.open = false;
    closed = [];
  });
  document.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest("[data-print]")) window.print();
  });
}
