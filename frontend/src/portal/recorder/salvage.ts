/**
 * What an earlier page left behind: stretches that are open on the server. Those this device holds are being sent;
 * of those it does not hold (another phone, cleared storage) the server keeps what arrived without a gap.
 */
import type { Api, QuestionState, StretchState } from "./api.ts";

/** A recorder's own pace, to estimate how long bytes without a clock are. */
const BYTES_PER_SECOND = 120_000;

/** Parts from 0 without a gap. */
export function unbroken(received: readonly number[]): number {
  const have = new Set(received);
  let count = 0;
  while (have.has(count)) count += 1;
  return count;
}

/** A stretch nobody on this device holds, as far as it arrived. */
export interface Orphan {
  id: string;
  parts: number;
  bytes: number;
  /** Estimated from the bytes, never more than the time that is left. */
  seconds: number;
}

/** Looks without touching: the other device may still be recording. */
export async function findOrphans(api: Api, question: QuestionState, held: ReadonlySet<string>): Promise<Orphan[]> {
  const open = question.recordings.filter((stretch) => stretch.state === "open" && !held.has(stretch.id));
  let left = Math.max(0, question.limit_seconds - question.recorded_seconds);
  const found: Orphan[] = [];
  for (const stretch of open) {
    const orphan = await measure(api, stretch, left);
    left -= orphan.seconds;
    found.push(orphan);
  }
  return found;
}

async function measure(api: Api, stretch: StretchState, left: number): Promise<Orphan> {
  const upload = (await api.upload(stretch.upload_id)).body;
  const parts = upload ? unbroken(upload.received) : 0;
  if (!upload || parts === 0 || parts !== upload.received.length) return { id: stretch.id, parts: 0, bytes: 0, seconds: 0 };
  return { id: stretch.id, parts, bytes: upload.received_bytes, seconds: Math.min(left, upload.received_bytes / BYTES_PER_SECOND) };
}

/** Ends them, once the candidate has said that he goes on (or hands in) here. */
export async function closeOrphans(api: Api, orphans: readonly Orphan[]): Promise<void> {
  for (const { id, parts, bytes, seconds } of orphans) {
    const closed = await api.close(id, parts, bytes, seconds);
    if (closed.status >= 400 && parts > 0) await api.close(id, 0, 0, 0);
  }
}
