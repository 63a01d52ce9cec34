/** The board: drag a card, or M on a card and then the arrows. Dropping sends the card's own form; the server decides. */
function form(card: HTMLElement): HTMLFormElement | null {
  return card.querySelector("form");
}

function send(card: HTMLElement, to: string): void {
  const target = form(card);
  const button = target?.querySelector<HTMLButtonElement>(`button[value="${CSS.escape(to)}"]`);
  if (target && button) target.requestSubmit(button);
}

function openZones(board: HTMLElement, card: HTMLElement): void {
  const allowed = (card.dataset.to ?? "").split(" ");
  for (const column of board.querySelectorAll<HTMLElement>("[data-column]")) {
    if (!allowed.includes(column.dataset.column ?? "-")) continue;
    const zone = document.createElement("p");
    zone.className = "drop-zone";
    const head = document.createElement("b");
    head.textContent = board.dataset.drop ?? "";
    zone.append(head, document.createTextNode(board.dataset.then ?? ""));
    column.querySelector("header")?.after(zone);
    column.classList.add("takes");
  }
}

function closeZones(board: HTMLElement): void {
  for (const zone of board.querySelectorAll(".drop-zone")) zone.remove();
  for (const column of board.querySelectorAll(".takes")) column.classList.remove("takes", "over");
}

/** Listens on what stays (the page), because the board itself is replaced whenever something changed. */
export function installBoard(page: HTMLElement): void {
  let held: HTMLElement | null = null;
  const board = (): HTMLElement | null => page.querySelector<HTMLElement>("[data-board]");
  page.addEventListener("dragstart", (event) => {
    held = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
    if (!held) return;
    held.classList.add("held");
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    const here = board();
    setTimeout(() => held && here && openZones(here, held)); // after the browser has taken its picture of it
  });
  page.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    const here = board();
    if (here) closeZones(here);
  });
  page.addEventListener("dragover", (event) => {
    const column = (event.target as HTMLElement).closest<HTMLElement>(".takes");
    for (const other of page.querySelectorAll(".over")) if (other !== column) other.classList.remove("over");
    if (!column) return;
    event.preventDefault();
    column.classList.add("over");
  });
  page.addEventListener("drop", (event) => {
    const column = (event.target as HTMLElement).closest<HTMLElement>(".takes");
    if (!column || !held) return;
    event.preventDefault();
    send(held, column.dataset.column ?? "");
  });
  page.addEventListener("keydown", (event) => {
    const here = board();
    if (here) keys(here, event);
  });
  page.addEventListener("scroll", (event) => markStage(event.target as HTMLElement), { capture: true, passive: true });
  page.addEventListener("click", (event) => {
    const tab = (event.target as HTMLElement).closest<HTMLElement>("[data-stage-tab]");
    const column = tab && page.querySelector<HTMLElement>(`[data-column="${CSS.escape(tab.dataset.stageTab ?? "")}"]`);
    if (!column) return;
    event.preventDefault();
    column.parentElement?.scrollTo({ left: column.offsetLeft - (column.parentElement?.offsetLeft ?? 0) });
  });
  const here = board();
  if (here) markStage(here);
}

/** On a phone the tab of the stage in view is marked. */
function markStage(board: HTMLElement): void {
  if (!board.matches("[data-board]")) return;
  const columns = [...board.querySelectorAll<HTMLElement>("[data-column]")];
  const away = (column: HTMLElement): number => Math.abs(column.offsetLeft - board.offsetLeft - board.scrollLeft);
  const shown = columns.reduce<HTMLElement | undefined>((best, one) => (best && away(best) <= away(one) ? best : one), undefined);
  for (const tab of document.querySelectorAll<HTMLElement>("[data-stage-tab]")) {
    const current = tab.dataset.stageTab === shown?.dataset.column;
    if (current === tab.hasAttribute("aria-current")) continue;
    tab.toggleAttribute("aria-current", current);
    if (current) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function keys(board: HTMLElement, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const card = target.closest<HTMLElement>("[data-card]");
  if (!card) return;
  const menu = card.querySelector<HTMLDetailsElement>("details");
  const buttons = menu ? [...menu.querySelectorAll<HTMLElement>("button")] : [];
  const link = card.querySelector<HTMLElement>(".card-link");
  if (event.key.toLowerCase() === "m" && menu && !event.ctrlKey && !event.metaKey) {
    menu.open = true;
    buttons[0]?.focus();
  } else if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    link?.focus();
  } else if (/^Arrow(Up|Down)$/.test(event.key)) {
    const list = buttons.includes(target) ? buttons : [...board.querySelectorAll<HTMLElement>(".card-link")];
    const next = list[list.indexOf(buttons.includes(target) ? target : (link ?? target)) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
