/**
 * Dragging by mouse, pen and finger with pointer events: a mouse drags after six pixels, a finger after a long press,
 * so that it can still scroll. What may be done without dragging stands in the card's menu (WCAG 2.5.7).
 */
const FAR = 6;
const PRESS = 380;
const EDGE = 56;
const SPEED = 14;

export interface Drop {
  (card: HTMLElement, to: string): void;
}

export class Dragging {
  private card: HTMLElement | null = null;
  private ghost: HTMLElement | null = null;
  private start = { x: 0, y: 0 };
  private at = { x: 0, y: 0 };
  private timer = 0;
  private frame = 0;
  private page: HTMLElement;
  private drop: Drop;

  constructor(page: HTMLElement, drop: Drop) {
    this.page = page;
    this.drop = drop;
    page.addEventListener("pointerdown", (event) => this.down(event));
    document.addEventListener("pointermove", (event) => this.move(event));
    document.addEventListener("pointerup", () => this.up());
    document.addEventListener("pointercancel", () => this.end());
    document.addEventListener("touchmove", (event) => this.active && event.cancelable && event.preventDefault(), { passive: false });
    document.addEventListener("contextmenu", (event) => this.card && event.preventDefault());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.end());
  }

  /** Whether a card is in the air. */
  get active(): boolean {
    return this.ghost !== null;
  }

  private down(event: PointerEvent): void {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>("[data-card]");
    if (event.button !== 0 || !card?.dataset.to?.trim() || target.closest("input, button, summary, select, details[open] form")) return;
    this.card = card;
    this.start = this.at = { x: event.clientX, y: event.clientY };
    if (event.pointerType === "touch") this.timer = window.setTimeout(() => this.lift(), PRESS);
  }

  private move(event: PointerEvent): void {
    if (!this.card) return;
    this.at = { x: event.clientX, y: event.clientY };
    const gone = Math.hypot(this.at.x - this.start.x, this.at.y - this.start.y) > FAR;
    if (!this.ghost && gone) {
      if (event.pointerType === "touch") return this.end();
      this.lift();
    }
    if (this.ghost) this.follow();
  }

  private lift(): void {
    const board = this.page.querySelector<HTMLElement>("[data-board]");
    if (!this.card || !board) return;
    const box = this.card.getBoundingClientRect();
    const ghost = this.card.cloneNode(true) as HTMLElement;
    ghost.removeAttribute("id");
    ghost.className = "board-card card-ghost";
    ghost.setAttribute("aria-hidden", "true");
    ghost.style.inlineSize = `${box.width}px`;
    document.body.append(ghost);
    this.ghost = ghost;
    this.card.classList.add("held");
    document.body.classList.add("is-dragging");
    openZones(board, this.card);
    this.scroll();
    this.follow();
  }

  private follow(): void {
    if (!this.ghost) return;
    this.ghost.style.transform = `translate(${this.at.x - 24}px, ${this.at.y - 18}px) rotate(1.4deg)`;
    const over = this.column();
    for (const other of this.page.querySelectorAll(".over")) if (other !== over) other.classList.remove("over");
    over?.classList.add("over");
  }

  private column(): HTMLElement | null {
    return document.elementFromPoint(this.at.x, this.at.y)?.closest<HTMLElement>(".takes") ?? null;
  }

  /** Near the edge the board scrolls along, so that a phone reaches the next stage. */
  private scroll(): void {
    const board = this.page.querySelector<HTMLElement>("[data-board]");
    if (!this.ghost || !board) return;
    const box = board.getBoundingClientRect();
    if (this.at.x > box.right - EDGE) board.scrollLeft += SPEED;
    else if (this.at.x < box.left + EDGE) board.scrollLeft -= SPEED;
    this.frame = requestAnimationFrame(() => this.scroll());
  }

  private up(): void {
    const { card } = this;
    const over = this.active ? this.column() : null;
    if (this.active) addEventListener("click", (event) => (event.preventDefault(), event.stopPropagation()), { capture: true, once: true });
    this.end();
    if (card && over) this.drop(card, over.dataset.column ?? "");
  }

  private end(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.ghost?.remove();
    this.card?.classList.remove("held");
    document.body.classList.remove("is-dragging");
    const board = this.page.querySelector<HTMLElement>("[data-board]");
    if (board) closeZones(board);
    this.card = this.ghost = null;
  }
}

function openZones(board: HTMLElement, card: HTMLElement): void {
  const allowed = (card.dataset.to ?? "").trim().split(/\s+/);
  for (const column of board.querySelectorAll<HTMLElement>("[data-column]")) {
    if (!allowed.includes(column.dataset.column ?? "-")) continue;
    const zone = document.createElement("p");
    zone.className = "drop-zone";
    const head = document.createElement("b");
    head.textContent = board.dataset.drop ?? "";
    const then = column.hasAttribute("data-ends") ? board.dataset.end : board.dataset.then;
    zone.append(head, document.createTextNode(then ?? ""));
    column.querySelector("header")?.after(zone);
    column.classList.add("takes");
  }
}

function closeZones(board: HTMLElement): void {
  for (const zone of board.querySelectorAll(".drop-zone")) zone.remove();
  for (const column of board.querySelectorAll(".takes")) column.classList.remove("takes", "over");
}
