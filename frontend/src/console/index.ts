/** Behaviour of the HR console. Each part starts only where its markup is. */
import "./shell.css";
import "./report.css";
import "./scores.css";
import "./report-narrow.css";
import "./login.css";
import "./board.css";
import "./list.css";
import "./person.css";
import "./observations.css";
import "./impact.css";
import "./feedback.css";
import "./messages.css";
import "./calibration.css";
import "./screening.css";
import "./portraits.css";
import "./processes.css";
import "./monitor.css";
import "./onboarding.css";
import "./figures.css";
import "./panels.css";
import "../styles/offers.css";
import "./offers.css";
import "./viewing.css";
import { Board } from "./board.ts";
import { Many, watch } from "./board-many.ts";
import { installList } from "./list.ts";
import { LiveList } from "./live.ts";
import { installFigures, installMonitor } from "./monitor.ts";
import { installOffer } from "./offer.ts";
import { installPaper } from "./paper.ts";
import { ReportPage } from "./report.ts";
import { ViewingRoom } from "./viewing.ts";
import { installWeights } from "./weights.ts";

const report = document.querySelector<HTMLElement>("[data-report]");
if (report) new ReportPage(report);

const viewing = document.querySelector<HTMLElement>("[data-viewing]");
if (viewing) new ViewingRoom(viewing);

const board = document.getElementById("board");
if (board?.parentElement) new Board(board.parentElement);

const boardList = document.querySelector<HTMLElement>("[data-board-list]");
const many = document.querySelector<HTMLFormElement>("[data-many]");
if (boardList && many) new Many(many, boardList, () => location.reload());

const run = document.querySelector<HTMLElement>("[data-run-page]");
if (run && !run.querySelector("[data-state=done]")) void watch(run, run.dataset.runPage ?? "", () => true);

for (const choice of document.querySelectorAll<HTMLSelectElement | HTMLInputElement>("[data-submit]")) {
  choice.addEventListener("change", () => choice.form?.requestSubmit());
}

const list = document.querySelector<HTMLElement>("[data-list]");
if (list) installList(list);

for (const box of document.querySelectorAll<HTMLElement>("[data-weights]")) installWeights(box);
const monitor = document.querySelector<HTMLElement>("[data-monitor]");
if (monitor) void installMonitor(monitor);
const figures = document.querySelector<HTMLElement>("[data-figures]");
if (figures) void installFigures(figures);

const offer = document.querySelector<HTMLFormElement>("[data-offer-editor]");
if (offer) installOffer(offer);

installPaper();

const live = document.querySelector<HTMLElement>("[data-live]");
if (live) new LiveList(live);

/** "/" goes to the search field, as on every page of the console. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || (event.target as HTMLElement).closest("input, textarea, select")) return;
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
});
