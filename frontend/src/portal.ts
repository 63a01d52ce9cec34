/** Entry of the candidate's pages. */
import "./styles/app.css";
import "./styles/portal.css";
import "./styles/recorder.css";
import "./styles/offers.css";
import { boot } from "./shared/core.ts";
import { startPortal } from "./portal/index.ts";

startPortal();
boot();
