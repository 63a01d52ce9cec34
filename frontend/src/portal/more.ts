/** Waiting for the decision on a follow-up question: how far it is, and the way out after a minute. */
import { hook, hooks, write } from "./dom.ts";
import { Api } from "./recorder/api.ts";

const EVERY = 1500;

export function startMore(root: HTMLElement): void {
  const api = new Api(root.dataset.api ?? "");
  const limit = Number(root.dataset.limit);
  const words = hook<HTMLTemplateElement>(root, "words").innerHTML;
  const began = performance.now() - Number(root.dataset.waited) * 1000;
  const look = async (): Promise<void> => {
    const { body, status } = await api.state();
    if (status === 401) return location.reload();
    if (body && body.probes.state !== "waiting") return location.reload();
    if (body) show(body.probes.checked, body.probes.given);
    if (performance.now() - began > limit * 1000) for (const part of hooks(document, "late")) part.hidden = false;
    setTimeout(() => void look(), EVERY);
  };
  const show = (checked: number, given: number): void => {
    hook<HTMLProgressElement>(root, "bar").value = checked;
    write(hook(root, "checked"), words.replace("{n}", String(checked)).replace("{m}", String(given)));
  };
  setTimeout(() => void look(), EVERY);
}
