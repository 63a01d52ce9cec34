/** Behaviour of the HR console. Each part starts only where its markup is. */
import "./report.css";
import "./scores.css";
import "./report-narrow.css";
import "./login.css";
import "./board.css";
import { installBoard } from "./board.ts";
import { ReportPage } from "./report.ts";

const report = document.querySelector<HTMLElement>("[data-report]");
if (report) new ReportPage(report);

const board = document.querySelector<HTMLElement>("[data-board]");
if (board) installBoard(board);

for (const choice of document.querySelectorAll<HTMLSelectElement>("select[data-submit]")) {
  choice.addEventListener("change", () => choice.form?.requestSubmit());
}
