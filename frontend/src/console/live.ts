/**
 * The live list. The server only says which interview changed; the row is then read again with the reader's own
 * rights. A row that is not on the page never pushes the list about: a pill counts it instead.
 */
import { htmx } from "../shared/core.ts";

const NIL = "00000000-0000-0000-0000-000000000000";

export class LiveList {
  private source: EventSource | null = null;
  private fresh = new Set<string>();
  private waiting = new Set<string>();
  private timer = 0;
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
    source.addEventListener("interview", (event) => this.heard((event as MessageEvent<string>).data));
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
    if (this.mark.dataset.page) return this.readPage(id);
    const row = document.getElementById(`interview-${id}`);
    if (!row) return this.count(id);
    const url = (this.mark.dataset.row ?? "").replace(NIL, id);
    void htmx.ajax("GET", url, { target: row, swap: "outerHTML" });
  }

  /** The page of one interview: its body is read again, nothing else. */
  private readPage(id: string): void {
    const page = document.getElementById(this.mark.dataset.page ?? "");
    if (!page || id !== this.mark.dataset.pageId) return;
    void htmx.ajax("GET", page.dataset.url ?? "", { target: page, swap: "outerHTML" });
  }

  private again(): void {
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
