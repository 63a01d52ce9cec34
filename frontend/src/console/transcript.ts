/** The transcript of one question follows the player; the line being said is lit, evidence lights up on demand. */
interface Line {
  element: HTMLElement;
  start: number;
}

export class Words {
  private lines: Line[] = [];
  private lit: HTMLElement | null = null;
  private touched = 0;

  private section: HTMLElement;

  constructor(section: HTMLElement) {
    this.section = section;
    for (const element of section.querySelectorAll<HTMLElement>("li[data-start]")) {
      const start = element.dataset.start ? Number(element.dataset.start) : NaN;
      if (!Number.isNaN(start)) this.lines.push({ element, start });
    }
    const list = section.querySelector("[data-words]");
    for (const name of ["wheel", "touchmove"]) {
      list?.addEventListener(name, () => (this.touched = Date.now()), { passive: true });
    }
  }

  /** Marks the line at `time`; returns its text for the small player of a phone. */
  follow(time: number, playing: boolean): HTMLElement | null {
    let now: HTMLElement | null = null;
    for (const line of this.lines) if (line.start <= time + 0.05) now = line.element;
    if (now === this.lit) return now;
    this.lit?.classList.remove("on");
    this.lit?.removeAttribute("aria-current");
    this.lit = now;
    now?.classList.add("on");
    now?.setAttribute("aria-current", "true");
    if (now && playing && Date.now() - this.touched > 4000) this.bring(now);
    return now;
  }

  evidence(number: number): HTMLElement | null {
    const marks = this.section.querySelectorAll<HTMLElement>("mark[data-ev]");
    let first: HTMLElement | null = null;
    for (const mark of marks) {
      const mine = (mark.dataset.ev ?? "").split(" ").includes(String(number));
      mark.classList.toggle("lit", mine);
      if (mine) first ??= mark;
    }
    const line = first?.closest("li");
    if (line instanceof HTMLElement) this.bring(line);
    return first;
  }

  /** Scrolls only the list, never the page: the page must not jump under the reader. */
  private bring(line: HTMLElement): void {
    const list = line.parentElement;
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.scrollTo({ top: line.offsetTop - list.clientHeight / 3, behavior: smooth ? "smooth" : "auto" });
  }
}
