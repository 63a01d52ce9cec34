/** How long to wait before trying again, and whether trying again can help at all. */

/** Milliseconds before try `attempt` (from 1): 0.5, 1, 2, 4 … 15 s, ± 20 % so that 200 phones do not come back at once. */
export function delay(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(15_000, 500 * 2 ** Math.max(0, attempt - 1));
  return Math.round(base * (0.8 + 0.4 * random()));
}

export type Verdict = "retry" | "log-in" | "give-up";

/** What a response status means for a part that was not accepted. */
export function verdict(status: number): Verdict {
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return "retry";
  if (status === 401 || status === 403) return "log-in";
  return "give-up";
}
