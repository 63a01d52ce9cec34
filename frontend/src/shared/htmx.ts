/** htmx 4 with evaluation switched off, our HTML policy and Django's CSRF token on every writing request. */
import { htmxPolicy } from "./policy.ts";
import htmx from "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import { csrfToken } from "./csrf.ts";

interface SecurityApi {
  initSecurity(policy: unknown, sync: unknown, async_: unknown): void;
}

function refuseEval(): never {
  throw new Error("evaluation is off");
}

htmx.registerExtension("bole-security", {
  init: (api: SecurityApi) => api.initSecurity(htmxPolicy, refuseEval, refuseEval),
} as never);

document.addEventListener("htmx:config:request", (event) => {
  const request = (event as CustomEvent).detail?.ctx?.request;
  if (request && !/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = csrfToken();
});

export { htmx };
