/**
 * A name drawn on a canvas. Points are kept in parts of the pad's size, so that turning the phone keeps the drawing;
 * the picture handed over is drawn anew, on nothing, in one size, however dense the screen is.
 */
export interface Point {
  x: number;
  y: number;
}

const WIDTH = 640;
const HEIGHT = 240;
const LINE = 5;
const LEAST = 12; // points: fewer are a slip of the finger, no name

/** A smooth line through the middle of each pair of points; plain numbers, so that it can be tested. */
export function curve(points: Point[], width: number, height: number): number[][] {
  const at = points.map((one) => ({ x: one.x * width, y: one.y * height }));
  return at.slice(1).map((one, index) => {
    const before = at[index] as Point;
    return [before.x, before.y, (before.x + one.x) / 2, (before.y + one.y) / 2];
  });
}

/** Whether this is more than a slip. */
export function enough(strokes: Point[][]): boolean {
  return strokes.reduce((sum, one) => sum + one.length, 0) >= LEAST;
}

export class Strokes {
  private strokes: Point[][] = [];
  private now: Point[] | null = null;
  private typed = "";
  private canvas: HTMLCanvasElement;
  private changed: () => void;

  constructor(canvas: HTMLCanvasElement, changed: () => void) {
    this.canvas = canvas;
    this.changed = changed;
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => this.end());
    new ResizeObserver(() => this.fit()).observe(canvas);
    this.fit();
  }

  clear(): void {
    this.strokes = [];
    this.typed = "";
    this.now = null;
    this.draw();
    this.changed();
  }

  /** For who cannot draw: the typed name, as large as it fits. */
  write(name: string): void {
    this.strokes = [];
    this.typed = name;
    this.draw();
    this.changed();
  }

  /** PNG as a data address; empty while there is nothing worth calling a signature. */
  picture(): string {
    if (!this.typed && !enough(this.strokes)) return "";
    const paper = document.createElement("canvas");
    paper.width = WIDTH;
    paper.height = HEIGHT;
    this.paint(paper.getContext("2d") as CanvasRenderingContext2D, WIDTH, HEIGHT, "#17211D", LINE);
    return paper.toDataURL("image/png");
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.typed = "";
    this.now = [this.point(event)];
    this.strokes.push(this.now);
  }

  private go(event: PointerEvent): void {
    if (!this.now) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) this.now.push(this.point(one));
    this.draw();
  }

  private end(): void {
    if (!this.now) return;
    this.now = null;
    this.changed();
  }

  private point(event: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  private fit(): void {
    const dense = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * dense);
    this.canvas.height = Math.round(this.canvas.clientHeight * dense);
    this.draw();
  }

  private draw(): void {
    const { width, height } = this.canvas;
    const brush = this.canvas.getContext("2d") as CanvasRenderingContext2D;
    brush.clearRect(0, 0, width, height);
    const ink = getComputedStyle(this.canvas).color;
    this.paint(brush, width, height, ink, LINE * (width / WIDTH));
  }

  private paint(brush: CanvasRenderingContext2D, width: number, height: number, ink: string, line: number): void {
    brush.strokeStyle = brush.fillStyle = ink;
    brush.lineWidth = line;
    brush.lineCap = brush.lineJoin = "round";
    if (this.typed) this.letters(brush, width, height);
    for (const stroke of this.strokes) {
      brush.beginPath();
      const first = stroke[0] as Point;
      brush.moveTo(first.x * width, first.y * height);
      for (const [cx, cy, x, y] of curve(stroke, width, height)) {
        brush.quadraticCurveTo(cx as number, cy as number, x as number, y as number);
      }
      brush.stroke();
    }
  }

  private letters(brush: CanvasRenderingContext2D, width: number, height: number): void {
    let size = height * 0.6;
    const font = (): string => `italic ${size}px "KaiTi", "STKaiti", "Kaiti SC", cursive`;
    brush.font = font();
    while (brush.measureText(this.typed).width > width * 0.9 && size > 12) {
      size -= 4;
      brush.font = font();
    }
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.fillText(this.typed, width / 2, height / 2);
  }
}
