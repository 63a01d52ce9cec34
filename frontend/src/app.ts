/** Entry for pages without own behaviour: log-in, error pages, results. */
import "./styles/app.css";
import { boot } from "./shared/core.ts";

boot();
