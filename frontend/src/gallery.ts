/** Entry of the internal component page. */
import "./styles/app.css";
import "./styles/portal.css";
import "./styles/recorder.css";
import "./styles/console.css";
import { boot } from "./shared/core.ts";

boot();
