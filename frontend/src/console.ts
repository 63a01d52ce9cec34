/** Entry of the HR console. `./console/index.ts` registers its Alpine components before Alpine starts. */
import "./styles/app.css";
import "./styles/console.css";
import { boot } from "./shared/core.ts";
import "./console/index.ts";

boot();
