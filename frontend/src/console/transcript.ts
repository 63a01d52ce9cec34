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

  /** Shows the evidence of one competency or measure; overlapping sets are never drawn at once. */
  choose(set: string): void {
    for (const mark of this.section.querySelectorAll<HTMLElement>("[data-r]")) {
      const mine = (mark.dataset.r ?? "").split(" ").find((ref) => ref.startsWith(`${set}:`));
      mark.classList.toggle("on", mine !== undefined);
      mark.classList.remove("lit");
      const number = mine?.slice(set.length + 1);
      mark.dataset.ev = number?.replace("!", "") ?? "";
      mark.dataset.n = number?.endsWith("!") ? number.replace("!", "") : "";
    }
  }

  evidence(number: number): void {
    let first: HTMLElement | null = null;
    for (const mark of this.section.querySelectorAll<HTMLElement>("[data-r]")) {
      const mine = mark.classList.contains("on") && mark.dataset.ev === String(number);
      mark.classList.toggle("lit", mine);
      if (mine) first ??= mark;
    }
    const line = first?.closest("li");
    if (line instanceof HTMLElement) this.bring(line);
  }

  /** Scrolls only the list, never the page: the page must not jump under the reader. */
  private bring(line: HTMLElement): void {
    const list = line.parentElement;
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.scrollTo({ top: line.offsetTop - list.clientHeight / 3, behavior: smooth ? "smooth" : "auto" });
  }
}
