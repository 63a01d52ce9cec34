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

export function installBoard(board: HTMLElement): void {
  let held: HTMLElement | null = null;
  board.addEventListener("dragstart", (event) => {
    held = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
    if (!held) return;
    held.classList.add("held");
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    setTimeout(() => held && openZones(board, held)); // after the browser has taken its picture of the card
  });
  board.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    closeZones(board);
  });
  board.addEventListener("dragover", (event) => {
    const column = (event.target as HTMLElement).closest<HTMLElement>(".takes");
    for (const other of board.querySelectorAll(".over")) if (other !== column) other.classList.remove("over");
    if (!column) return;
    event.preventDefault();
    column.classList.add("over");
  });
  board.addEventListener("drop", (event) => {
    const column = (event.target as HTMLElement).closest<HTMLElement>(".takes");
    if (!column || !held) return;
    event.preventDefault();
    send(held, column.dataset.column ?? "");
  });
  board.addEventListener("keydown", (event) => keys(board, event));
}

function keys(board: HTMLElement, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const card = target.closest<HTMLElement>("[data-card]");
  if (!card) return;
  const menu = card.querySelector<HTMLDetailsElement>("details");
  const buttons = menu ? [...menu.querySelectorAll<HTMLElement>("button")] : [];
  if (event.key.toLowerCase() === "m" && menu) {
    menu.open = true;
    buttons[0]?.focus();
  } else if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    card.focus();
  } else if (/^Arrow(Up|Down)$/.test(event.key)) {
    const list = target === card ? [...board.querySelectorAll<HTMLElement>("[data-card]")] : buttons;
    const next = list[list.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
