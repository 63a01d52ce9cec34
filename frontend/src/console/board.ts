/**
 * The board. A move is shown at once and then asked of the server, which decides: who was slower sees the card go to
 * where it really is, and who moved it. By mouse and finger (board-drag.ts), by the card's menu, or with M and arrows.
 */
import { csrfToken } from "../shared/csrf.ts";
import { htmxPolicy } from "../shared/policy.ts";
import { htmx } from "../shared/core.ts";
import { Dragging } from "./board-drag.ts";
import { Many } from "./board-many.ts";
import { toast } from "./toast.ts";

const PAUSE = 500; // ms: a burst of changes is one reading
const MOST = 60; // more changes than that are one reading of the whole board

interface Fresh {
  message?: string;
  cards: Record<string, { stage: string; html: string }>;
  heads: Record<string, [number, number]>;
}

export class Board {
  private page: HTMLElement;
  private dragging: Dragging;
  private many: Many | null;
  private changed = new Set<string>();
  private timer = 0;

  constructor(page: HTMLElement) {
    this.page = page;
    this.dragging = new Dragging(page, (card, to) => this.wanted(card, to));
    const form = document.querySelector<HTMLFormElement>("[data-many]");
    this.many = form ? new Many(form, page, (ids) => void this.read(ids)) : null;
    page.addEventListener("submit", (event) => this.submitted(event));
    page.addEventListener("click", (event) => this.clicked(event));
    page.addEventListener("keydown", (event) => this.keys(event));
    page.addEventListener("scroll", (event) => markStage(event.target as HTMLElement), { capture: true, passive: true });
    document.querySelector("[data-end-form]")?.addEventListener("submit", (event) => this.ended(event as SubmitEvent));
    document.addEventListener("bole:changed", (event) => this.heard((event as CustomEvent<string>).detail));
    const board = this.board;
    if (board) markStage(board);
  }

  private get board(): HTMLElement | null {
    return this.page.querySelector<HTMLElement>("[data-board]");
  }

  private get query(): string {
    return document.getElementById("board")?.dataset.query ?? "";
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLElement;
    const card = form.closest<HTMLElement>("[data-card]");
    if (!card || !form.closest(".card-menu")) return;
    event.preventDefault();
    this.wanted(card, (event.submitter as HTMLButtonElement | null)?.value ?? "");
  }

  private clicked(event: Event): void {
    const target = event.target as HTMLElement;
    const end = target.closest("[data-end]")?.closest<HTMLElement>("[data-card]");
    if (end) return this.wanted(end, "closed");
    const more = target.closest<HTMLElement>(".card-more");
    if (more) {
      event.preventDefault();
      void this.more(more);
      return;
    }
    const tab = target.closest<HTMLElement>("[data-stage-tab]");
    const column = tab && this.column(tab.dataset.stageTab ?? "");
    if (!column) return;
    event.preventDefault();
    column.parentElement?.scrollTo({ left: column.offsetLeft - (column.parentElement?.offsetLeft ?? 0) });
  }

  /** An end needs its reason first; all other moves go at once. */
  private wanted(card: HTMLElement, to: string): void {
    if (!to || to === card.dataset.stage) return;
    const menu = card.querySelector<HTMLDetailsElement>("details");
    if (menu) menu.open = false;
    if (to !== "closed") return void this.move(card, to);
    const dialog = document.getElementById("end-one") as HTMLDialogElement | null;
    const name = dialog?.querySelector("[data-end-name]");
    if (!dialog || !name) return;
    dialog.dataset.card = card.dataset.card;
    name.textContent = card.dataset.name ?? "";
    dialog.querySelector("form")?.reset();
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-closes]")?.focus();
  }

  private ended(event: SubmitEvent): void {
    event.preventDefault();
    const dialog = document.getElementById("end-one") as HTMLDialogElement;
    const card = document.getElementById(`application-${dialog.dataset.card}`);
    const reason = dialog.querySelector<HTMLSelectElement>("select")?.value ?? "";
    dialog.close();
    if (card && reason) void this.move(card, "closed", reason);
  }

  private async move(card: HTMLElement, to: string, reason = ""): Promise<void> {
    const back = { list: card.parentElement, before: card.nextElementSibling };
    const list = this.list(to);
    if (card.classList.contains("is-saving") || !list) return;
    card.classList.add("is-saving");
    list.prepend(card);
    const body = new URLSearchParams({ to, reason, version: card.dataset.version ?? "", filters: this.query });
    try {
      const answer = await fetch(card.dataset.url ?? "", { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const fresh = (await answer.json()) as Fresh;
      const id = card.dataset.card ?? "";
      this.show([id], fresh);
      const seen = document.getElementById(`application-${id}`);
      const look = { label: this.board?.dataset.see ?? "", run: () => this.look(seen) };
      toast(fresh.message ?? "", answer.status === 409, answer.status === 409 && seen ? look : undefined);
      if (answer.ok) seen?.querySelector<HTMLElement>(".card-link")?.focus({ preventScroll: true });
    } catch {
      card.classList.remove("is-saving");
      back.list?.insertBefore(card, back.before);
      toast(this.board?.dataset.lost ?? "", true);
    }
  }

  private look(card: HTMLElement | null): void {
    card?.scrollIntoView({ block: "center", inline: "center" });
    card?.querySelector<HTMLElement>(".card-link")?.focus();
  }

  /** Cards as the server told them; one that was asked for and not told no longer fits here. */
  private show(asked: string[], fresh: Fresh): void {
    for (const id of asked) if (!(id in fresh.cards)) document.getElementById(`application-${id}`)?.remove();
    for (const [id, told] of Object.entries(fresh.cards)) this.place(id, told.stage, told.html);
    for (const column of this.page.querySelectorAll<HTMLElement>("[data-column]")) {
      this.count(column, fresh.heads[column.dataset.column ?? ""] ?? [0, 0]);
    }
    this.many?.update();
  }

  private place(id: string, stage: string, html: string): void {
    const old = document.getElementById(`application-${id}`);
    const made = elements(html)[0];
    const list = this.list(stage);
    if (!made || !list) return old?.remove();
    const picked = old?.querySelector<HTMLInputElement>("[data-pick]")?.checked;
    const focused = old?.contains(document.activeElement);
    if (old && old.parentElement === list) old.replaceWith(made);
    else {
      old?.remove();
      list.prepend(made);
    }
    const box = made.querySelector<HTMLInputElement>("[data-pick]");
    if (box && picked) box.checked = true;
    if (focused) made.querySelector<HTMLElement>(".card-link")?.focus({ preventScroll: true });
  }

  private count(column: HTMLElement, [n, late]: [number, number]): void {
    const set = (selector: string, value: number): void => {
      const place = column.querySelector(selector);
      if (place) place.textContent = String(value);
    };
    set("[data-count]", n);
    set("[data-late-count]", late);
    column.querySelector<HTMLElement>("[data-late-mark]")?.toggleAttribute("hidden", !late);
    column.classList.toggle("is-empty", !n);
    const tab = document.querySelector(`[data-stage-tab="${CSS.escape(column.dataset.column ?? "")}"] bdi`);
    if (tab) tab.textContent = String(n);
  }

  private heard(id: string): void {
    if (!id) return void this.whole();
    this.changed.add(id);
    if (!this.timer) this.timer = window.setTimeout(() => this.settle(), PAUSE);
  }

  /** Never under the reader's hands. */
  private settle(): void {
    if (this.dragging.active || this.page.querySelector(".is-saving, .card-menu[open]")) {
      this.timer = window.setTimeout(() => this.settle(), PAUSE);
      return;
    }
    this.timer = 0;
    const ids = [...this.changed];
    this.changed.clear();
    if (ids.length > MOST) this.whole();
    else void this.read(ids);
  }

  private async read(ids: string[]): Promise<void> {
    const address = new URLSearchParams(this.query);
    for (const id of ids) address.append("id", id);
    const answer = await fetch(`${this.board?.dataset.cards}?${address}`);
    if (answer.ok) this.show(ids, (await answer.json()) as Fresh);
  }

  private whole(): void {
    const board = document.getElementById("board");
    if (board) void htmx.ajax("GET", board.dataset.url ?? "", { target: board, swap: "outerHTML" });
  }

  private async more(row: HTMLElement): Promise<void> {
    const list = row.parentElement;
    const address = new URLSearchParams(this.query);
    address.set("column", list?.dataset.list ?? "");
    address.set("after", row.dataset.after ?? "");
    const answer = await fetch(`${this.board?.dataset.more}?${address}`);
    if (!answer.ok) return toast(this.board?.dataset.lost ?? "", true);
    const fresh = elements(await answer.text()).filter((one) => !one.id || !document.getElementById(one.id));
    row.replaceWith(...fresh);
    fresh[0]?.querySelector<HTMLElement>(".card-link")?.focus();
  }

  private list(stage: string): HTMLElement | null {
    return this.page.querySelector<HTMLElement>(`[data-list="${CSS.escape(stage)}"]`);
  }

  private column(stage: string): HTMLElement | null {
    return this.page.querySelector<HTMLElement>(`[data-column="${CSS.escape(stage)}"]`);
  }

  private keys(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>("[data-card]");
    if (!card || event.ctrlKey || event.metaKey || target.matches("input[type=text], select")) return;
    const menu = card.querySelector<HTMLDetailsElement>("details");
    const buttons = menu ? [...menu.querySelectorAll<HTMLElement>("button")] : [];
    const link = card.querySelector<HTMLElement>(".card-link");
    if (event.key.toLowerCase() === "m" && menu) {
      menu.open = true;
      buttons[0]?.focus();
    } else if (event.key.toLowerCase() === "x" && this.many) {
      card.querySelector<HTMLInputElement>("[data-pick]")?.click();
    } else if (event.key === "Escape" && menu?.open) {
      menu.open = false;
      link?.focus();
    } else if (event.key.startsWith("Arrow")) {
      const next = buttons.includes(target) ? beside(buttons, target, event.key) : neighbour(this.page, card, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  }
}

/** Elements of a fragment our own server rendered; script in it is stopped by the content policy. */
function elements(html: string): HTMLElement[] {
  const holder = document.createElement("template");
  holder.innerHTML = htmxPolicy ? htmxPolicy.createHTML(html) : html;
  return [...holder.content.children] as HTMLElement[];
}

function beside(all: HTMLElement[], here: HTMLElement, key: string): HTMLElement | undefined {
  return all[all.indexOf(here) + (key === "ArrowDown" ? 1 : -1)];
}

/** Up and down within a column, left and right to the nearest column that has cards. */
function neighbour(page: HTMLElement, card: HTMLElement, key: string): HTMLElement | undefined {
  const lists = [...page.querySelectorAll<HTMLElement>("[data-list]")].map((list) => [...list.querySelectorAll<HTMLElement>("[data-card]")]);
  const across = lists.findIndex((list) => list.includes(card));
  const down = lists[across]?.indexOf(card) ?? 0;
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  let next: HTMLElement | undefined;
  if (key === "ArrowUp" || key === "ArrowDown") next = lists[across]?.[down + (key === "ArrowDown" ? 1 : -1)];
  else {
    const ahead = key === forward ? lists.slice(across + 1) : lists.slice(0, across).reverse();
    const found = ahead.find((list) => list.length);
    next = found?.[Math.min(down, found.length - 1)];
  }
  return next?.querySelector<HTMLElement>(".card-link") ?? undefined;
}

/** On a phone the tab of the stage in view is marked. */
function markStage(board: HTMLElement): void {
  if (!board.matches?.("[data-board]")) return;
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
