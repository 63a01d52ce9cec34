/** What the report page hands to the script, by question number (assessment/presenting/timeline.py). */
export type Pair = [number, number];

export interface AnswerData {
  duration: number;
  speech: Pair[];
  pauses: Pair[];
  evidence: Record<string, [number, number, number][]>; // competency or criterion → number, start, end
  events: [string, number, number, number][]; // kind, start, end, value
  absent: Pair[];
  joints: number[];
  badSound: boolean;
  badFace: boolean;
  long: number;
  kind: "video" | "audio" | "typed";
  answer: string;
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
