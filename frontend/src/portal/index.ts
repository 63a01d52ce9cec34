/** Behaviour of the candidate's pages: each page names its part with `data-page`. */
import { LiveList } from "../console/live.ts";
import { startCode } from "./code.ts";
import { startDevice } from "./device.ts";
import { startDone } from "./done.ts";
import { startMore } from "./more.ts";
import { startOffer, startSigning } from "./offer.ts";
import { startPractice } from "./practice.ts";
import { startQuestion } from "./question.ts";
import { startReport } from "./report.ts";
import { guardForms } from "./taps.ts";
import { tellZone } from "./tell-zone.ts";
import { startTyped } from "./typed.ts";
import { startZone } from "./zone.ts";

const PAGES: Record<string, (root: HTMLElement) => void | Promise<void>> = {
  device: startDevice,
  done: startDone,
  more: startMore,
  offer: startOffer,
  "offer-sign": startSigning,
  practice: startPractice,
  question: startQuestion,
  report: startReport,
  typed: startTyped,
  zone: startZone,
};

export function startPortal(): void {
  tellZone();
  guardForms();
  for (const mark of document.querySelectorAll<HTMLElement>("[data-live][data-page-id]")) new LiveList(mark);
  const root = document.querySelector<HTMLElement>("[data-page]");
  void PAGES[root?.dataset.page ?? ""]?.(root as HTMLElement);
  const resend = document.querySelector<HTMLElement>("[data-resend]");
  if (resend) startCode(resend);
}
