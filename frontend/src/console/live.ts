/**
 * Live pages. The server only says what changed; it is then read again with the reader's own rights. In the list
 * one row is read, and a row that is not on the page never pushes it about: a pill counts it instead. Elsewhere
 * (``data-page``) the named part is read anew, but never under the reader's hands.
 */
import { htmx } from "../shared/core.ts";

const PAUSE = 600; // ms: a burst of changes is one reading
const NIL = "00000000-0000-0000-0000-000000000000";

export class LiveList {
  private source: EventSource | null = null;
  private fresh = new Set<string>();
  private waiting = new Set<string>();
  private timer = 0;
  private reading = 0;
  private mark: HTMLElement;

  constructor(mark: HTMLElement) {
    this.mark = mark;
    mark.hidden = false;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    this.open();
  }

  private open(): void {
    if (this.source) return;
    const source = new EventSource(this.mark.dataset.live ?? "");
    this.source = source;
    source.addEventListener("open", () => this.say(true));
    source.addEventListener("error", () => this.say(false));
    for (const topic of (this.mark.dataset.topics ?? "interview").split(" ")) {
      source.addEventListener(topic, (event) => this.heard((event as MessageEvent<string>).data));
    }
    source.addEventListener("resync", () => this.again());
  }

  private close(): void {
    this.source?.close();
    this.source = null;
  }

  private say(on: boolean): void {
    const show = (selector: string, visible: boolean): void => {
      const part = this.mark.querySelector<HTMLElement>(selector);
      if (part) part.hidden = !visible;
    };
    show("[data-live-on]", on);
    show("[data-live-off]", !on);
    this.mark.classList.toggle("is-lost", !on);
  }

  /** Several changes of one interview within a moment are one reading. */
  private heard(data: string): void {
    const { id } = JSON.parse(data) as { id?: string };
    if (!id) return;
    this.waiting.add(id);
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      const ids = [...this.waiting];
      this.waiting.clear();
      for (const one of ids) this.read(one);
    }, 400);
  }

  private read(id: string): void {
    if (this.mark.dataset.cards) return tell(id);
    if (this.mark.dataset.page) return this.readPage(id);
    const row = document.getElementById(`interview-${id}`);
    if (!row) return this.count(id);
    const url = (this.mark.dataset.row ?? "").replace(NIL, id);
    void htmx.ajax("GET", url, { target: row, swap: "outerHTML" });
  }

  /** A part of the page is read again; one that is about a single thing only when that thing changed. */
  private readPage(id: string): void {
    const page = document.getElementById(this.mark.dataset.page ?? "");
    const only = this.mark.dataset.pageId;
    if (!page || (only && id !== only)) return;
    if (this.reading) return;
    const pause = Number(this.mark.dataset.pause ?? PAUSE);
    this.reading = window.setTimeout(() => this.replace(page.id), pause);
  }

  /** While a menu is open or a card is held the new state waits; the focus stays where it was. */
  private replace(name: string): void {
    const page = document.getElementById(name);
    this.reading = 0;
    if (!page) return;
    if (page.querySelector("details[open], .held")) {
      this.reading = window.setTimeout(() => this.replace(name), 4 * PAUSE);
      return;
    }
    const focused = document.activeElement?.closest("[id]")?.id;
    const across = scroller(page).scrollLeft;
    void htmx.ajax("GET", page.dataset.url ?? "", { target: page, swap: "outerHTML" }).then(() => {
      const fresh = document.getElementById(name);
      document.dispatchEvent(new Event("bole:drawn"));
      if (fresh) scroller(fresh).scrollLeft = across;
      if (focused && fresh?.querySelector(`#${CSS.escape(focused)}`)) {
        document.getElementById(focused)?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
      }
    });
  }

  private again(): void {
    if (this.mark.dataset.cards) return tell("");
    if (this.mark.dataset.page) return this.readPage(this.mark.dataset.pageId ?? "");
    for (const row of document.querySelectorAll<HTMLElement>("[data-row-id]")) this.read(row.dataset.rowId ?? "");
  }

  private count(id: string): void {
    this.fresh.add(id);
    const pill = document.querySelector<HTMLElement>("[data-new]");
    const number = document.querySelector("[data-new-count]");
    if (number) number.textContent = String(this.fresh.size);
    if (pill) pill.hidden = false;
  }
}

/** A page that places its own parts hears what changed; empty: something may have been missed. */
function tell(id: string): void {
  document.dispatchEvent(new CustomEvent("bole:changed", { detail: id }));
}

/** What of a live part scrolls sideways: the board's columns, else the part itself. */
function scroller(part: HTMLElement): HTMLElement {
  return part.querySelector<HTMLElement>("[data-board]") ?? part;
}
