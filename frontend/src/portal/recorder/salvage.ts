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

/** Closes the stretches nobody on this device holds. Returns true when something changed on the server. */
export async function closeOrphans(api: Api, question: QuestionState, held: ReadonlySet<string>): Promise<boolean> {
  const orphans = question.recordings.filter((stretch) => stretch.state === "open" && !held.has(stretch.id));
  for (const stretch of orphans) await closeOrphan(api, question, stretch);
  return orphans.length > 0;
}

async function closeOrphan(api: Api, question: QuestionState, stretch: StretchState): Promise<void> {
  const upload = (await api.upload(stretch.upload_id)).body;
  const parts = upload ? unbroken(upload.received) : 0;
  const whole = upload !== null && parts === upload.received.length && parts > 0;
  if (!whole) {
    await api.close(stretch.id, 0, 0, 0);
    return;
  }
  const left = question.limit_seconds - question.recorded_seconds;
  const seconds = Math.max(0, Math.min(left, upload.received_bytes / BYTES_PER_SECOND));
  const closed = await api.close(stretch.id, parts, upload.received_bytes, seconds);
  if (closed.status >= 400) await api.close(stretch.id, 0, 0, 0);
}
