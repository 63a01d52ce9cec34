/** The last page: what is still on this device goes on its way; handing in waits for it. */
import { hook, write } from "./dom.ts";
import { Api } from "./recorder/api.ts";
import { Outbox } from "./recorder/outbox.ts";
import { openKeeper } from "./recorder/store.ts";
import { texts } from "./texts.ts";
import { forgetDrafts } from "./typed.ts";

export async function startDone(root: HTMLElement): Promise<void> {
  const t = texts();
  forgetDrafts();
  const outbox = new Outbox(await openKeeper(), new Api(root.dataset.api ?? ""));
  const box = root.querySelector<HTMLElement>("[data-unsent]");
  outbox.listen((_, report) => {
    if (!box) return;
    box.hidden = report.state === "received";
    write(hook(root, "unsent-text"), t("unsent", { percent: report.percent }));
  });
  const form = document.querySelector<HTMLFormElement>("[data-finish]");
  form?.addEventListener("submit", (event) => {
    if (!outbox.busy) return;
    event.preventDefault();
    void outbox.settled().then(() => form.submit());
  });
  addEventListener("beforeunload", (event) => {
    if (outbox.busy) event.preventDefault();
  });
  const { mine: left } = await outbox.adopt();
  if (left.length > 0 && form) {
    // The list on this page was drawn before those answers arrived.
    await outbox.settled();
    location.reload();
  }
}
