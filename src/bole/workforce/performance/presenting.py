"""How probations are shown. Rows in, plain data out; no query here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bole.foundation.ui.formats import say
from bole.workforce.performance import words
from bole.workforce.performance.models import Decision, Plan, Probation, WeekTask
from bole.workforce.performance.queries import Row, WeekSheet
from bole.workforce.performance.rules import retention

BAR, GAP, HIGH = 20, 8, 80  # the chart of weeks, in its own units


def row(one: Row) -> dict[str, Any]:
    """One line of the list, and the head of the page."""
    found = one.probation
    tone, icon, light = words.TONES[one.standing.tone]
    running = found.state == Probation.State.RUNNING
    return {
        "id": found.pk,
        "probation": found,
        "name": found.name or found.number,
        "number": found.number,
        "job": say(found.job_title),
        "unit": found.unit.name,
        "manager": found.manager.get_short_name() if found.manager else "",
        "running": running,
        "state": words.STATES[found.state],
        "state_tone": words.STATE_TONES[found.state],
        "tone": tone if running else words.STATE_TONES[found.state],
        "icon": icon if running else "flag",
        "light": light if running else words.STATES[found.state],
        "why": why(one) if running else "",
        "week": _("week %(now)s of %(all)s") % {"now": one.week, "all": one.weeks} if one.week else "",
        "left": left(one.days_left) if running else "",
        "soon": running and one.days_left <= 14,
        "reviewed": one.reviewed,
        "waiting": words.DECISIONS.get(one.waiting, ""),
        "share": percent(one.standing.share),
    }


def why(one: Row) -> str:
    """What the light rests on."""
    parts = []
    if one.standing.missing:
        numbers = ", ".join(str(number) for number in one.standing.missing[-4:])
        parts.append(_("no report of week %(weeks)s") % {"weeks": numbers})
    if one.standing.share is not None:
        parts.append(_("%(share)s of the targets") % {"share": percent(one.standing.share)})
    return _("; ").join(parts)


def left(days: int) -> str:
    """How long it still takes."""
    if days < 0:
        return _("its last day has passed")
    if days == 0:
        return _("today is the last day")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def percent(share: float | None) -> str:
    """A share 0–1 as a whole per cent; a dash without one."""
    return "–" if share is None else f"{share * 100:.0f}%"


def week(one: WeekSheet, current: int | None = None) -> dict[str, Any]:
    """One week with its lines."""
    return {
        "number": one.week.number,
        "first": one.week.first,
        "last": one.week.last,
        "now": one.week.number == current,
        "future": current is not None and one.week.number > current,
        "sheet": one,
        "report": one.report,
        "words": one.report.body.get("words", "") if one.report else "",
        "share": percent(one.share),
        "rating": one.rating,
        "lines": [line(task, one) for task in one.tasks],
        "files": one.report.files if one.report else [],
        "notes": one.notes,
        "older": [
            {"version": old.version, "sent_at": old.sent_at, "lines": past(old, one)} for old in one.older
        ],
    }


def line(task: WeekTask, one: WeekSheet) -> dict[str, Any]:
    """One task of a week: target, done, words."""
    figures = one.report.figures if one.report else {}
    said = one.report.body.get("tasks", {}) if one.report else {}
    done = figures.get(task.key)
    target = float(task.target) if task.target is not None else None
    return {
        "key": task.key,
        "kind": task.kind,
        "title": say(task.title),
        "measure": say(task.measure),
        "target": number(target),
        "done": number(done),
        "ticked": bool(done),
        "words": said.get(task.key, ""),
        "met": target is not None and done is not None and done >= target,
        "short": target is not None and done is not None and done < target,
        "by": task.by_id,
    }


def past(report: Any, one: WeekSheet) -> list[dict[str, str]]:
    """The figures of a version that was corrected."""
    titles = {task.key: say(task.title) for task in [*one.gone, *one.tasks]}
    found = [
        {"title": titles.get(key, key), "done": number(value)}
        for key, value in report.figures.items()
        if value is not None
    ]
    return [
        *found,
        *(
            {"title": titles.get(key, key), "done": text}
            for key, text in report.body.get("tasks", {}).items()
        ),
    ]


def number(value: Any) -> str:
    """A figure as people write it; empty for none."""
    if value is None:
        return ""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def chart(sheets: Sequence[WeekSheet], current: int | None) -> dict[str, Any]:
    """Bars: what was reached of each week's targets; the frame is the target."""
    bars = []
    for index, one in enumerate(sheets):
        share = one.share if one.share is not None else 0.0
        height = round(HIGH * min(1.0, share), 1)
        late = one.report is None and current is not None and one.week.number < current
        bars.append(
            {
                "x": GAP + index * (BAR + GAP),
                "mid": GAP + index * (BAR + GAP) + BAR // 2,
                "number": one.week.number,
                "height": height,
                "top": HIGH - height + 16,
                "missing": late,
                "now": one.week.number == current,
                "rating": one.rating,
                "label": _label(one, late=late),
            }
        )
    return {"bars": bars, "width": GAP + len(bars) * (BAR + GAP), "bar": BAR, "high": HIGH}


def _label(one: WeekSheet, *, late: bool) -> str:
    head = _("week %(n)s") % {"n": one.week.number}
    if late:
        return _("%(week)s: no report") % {"week": head}
    if one.report is None:
        return head
    return _("%(week)s: %(share)s of the targets") % {"week": head, "share": percent(one.share)}


def table(sheets: Sequence[WeekSheet]) -> dict[str, Any]:
    """The same as numbers: tasks down, weeks across."""
    titles: dict[str, str] = {}
    cells: dict[str, dict[int, str]] = {}
    for one in sheets:
        for task in one.tasks:
            if task.kind != "count":
                continue
            titles.setdefault(task.key, say(task.title))
            done = one.report.figures.get(task.key) if one.report else None
            target = number(float(task.target or 0))
            cells.setdefault(task.key, {})[one.week.number] = f"{number(done) or '–'} / {target}"
    weeks = [one.week.number for one in sheets if one.report is not None]
    return {
        "weeks": weeks,
        "rows": [(title, [cells[key].get(week, "") for week in weeks]) for key, title in titles.items()],
    }


def decision(one: Decision) -> dict[str, Any]:
    """One decision as bank and employee read it."""
    return {
        "row": one,
        "kind": words.DECISIONS[one.kind],
        "state": words.DECISION_STATES[one.state],
        "tone": "success" if one.state == "effective" else "warning" if one.state.startswith("waits") else "",
        "by": one.by.get_short_name() if one.by_id and one.by else "",
        "second": one.second.get_short_name() if one.second_id and one.second else "",
    }


def plan(one: Plan) -> dict[str, Any]:
    """A plan with its items and what each rests on."""
    return {
        "row": one,
        "items": [item(entry) for entry in one.items.all()],
        "answer": {"agree": _("agrees"), "change": _("wants a change")}.get(one.answer, ""),
    }


def item(entry: Any) -> dict[str, Any]:
    """One course with its reasons."""
    ground = entry.ground or {}
    return {
        "row": entry,
        "title": say(entry.title),
        "source": words.SOURCES[entry.source],
        "promised": entry.source == "offer",
        "hours": ground.get("hours"),
        "quote": ground.get("quote", ""),
        "rules": [_rule(one) for one in ground.get("rules", ())],
    }


def _rule(one: Mapping[str, Any]) -> dict[str, Any]:
    band = one.get("band")
    sign = "≥" if one["when"] == "high" else "≤"
    return {
        **one,
        "why": say(one["why"]),
        "competency": say(one["competency"]),
        "score": f"{one['score']:.0f}",
        "band_words": f"{band[0]:.0f}–{band[1]:.0f}" if band else "",
        "asks": f"{sign} {one['mark']:.0f}",
    }


def rate(found: retention.Rate) -> dict[str, Any]:
    """A share with N and interval, or only counts; and a bar of 0–1000 units."""
    share, interval = found.share, found.interval
    return {
        "n": found.n,
        "stayed": found.stayed,
        "share": percent(share) if share is not None else "",
        "interval": f"{percent(interval[0])}–{percent(interval[1])}" if interval else "",
        "width": round(1000 * share) if share is not None else 0,
        "low": round(1000 * interval[0]) if interval else 0,
        "band": round(1000 * (interval[1] - interval[0])) if interval else 0,
    }
