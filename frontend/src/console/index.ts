/** Behaviour of the HR console. Each part starts only where its markup is. */
import "./report.css";
import "./scores.css";
import "./report-narrow.css";
import "./login.css";
import { ReportPage } from "./report.ts";

const report = document.querySelector<HTMLElement>("[data-report]");
if (report) new ReportPage(report);
