"""Portraits, variants and their faults as pages show them, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.requisitions import library, varying, ways
from bole.hiring.requisitions.jobfile import Exercise, Fault, Job
from bole.hiring.requisitions.jobtext import Change
from bole.kernel.errors import InvalidError
from bole.measurement import api as measurement


@dataclass(frozen=True, slots=True)
class Dimension:
    """One competency of a portrait with its anchors."""

    key: str
    label: str
    weight: str
    origin: str
    weight_origin: str
    low: str
    high: str
    anchors: list[tuple[str, str]]
    indicators: list[str]
    measured: bool  # a question asked for this job measures it


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from a list."""

    key: str
    label: str
    chosen: bool = False


def plain(value: Any) -> str:
    """A figure without needless zeros."""
    return f"{Decimal(str(value)).normalize():f}" if value is not None else ""


def signed(value: Any) -> str:
    """A difference with its sign; a true minus."""
    number = Decimal(str(value))
    return f"+{plain(number)}" if number > 0 else plain(number).replace("-", "−")


def questions_of(job: Job) -> tuple[str, ...]:
    """What is asked for a job: the portrait's own list, else the guide's."""
    return job.questions or measurement.guide_questions(job.guide)


def dimensions(job: Job) -> list[Dimension]:
    """The competencies in their order."""
    cards, measured = measurement.competency_cards(job.key), measurement.measured_by(questions_of(job))
    return [
        Dimension(
            key=one.key,
            label=say(dict(one.label)),
            weight=plain(one.weight),
            origin=one.origin,
            weight_origin=one.weight_origin,
            low=plain(max(Decimal(0), one.weight - job.bounds.shift)),
            high=plain(min(Decimal(100), one.weight + job.bounds.shift)),
            anchors=[(k, say(v)) for k, v in cards.get(one.key, {}).get("anchors", {}).items()],
            indicators=[say(text) for text in cards.get(one.key, {}).get("indicators", ())],
            measured=one.key in measured,
        )
        for one in job.competencies
    ]


def to_add(job_key: str, taken: Mapping[str, Any]) -> list[Choice]:
    """Competencies of the library that are not in the portrait, by label."""
    cards = measurement.competency_cards(job_key)
    found = [Choice(key, say(card["label"])) for key, card in cards.items() if key not in taken]
    return sorted(found, key=lambda one: one.label)


@dataclass(frozen=True, slots=True)
class Scene:
    """An exercise of a portrait in words."""

    key: str
    label: str
    within: str
    question: str


def scenes(job: Job) -> list[Scene]:
    """The exercises that count inside a dimension."""
    return [
        Scene(
            one.key,
            say(dict(one.label)),
            say(dict(job.labels[one.within])) if one.within in job.labels else one.within,
            say(measurement.load_question(one.question).title.to_json()),
        )
        for one in job.exercises
    ]


def places_for_scene(job: Job) -> list[Choice]:
    """Where a scene can be attached: each scene question that serves the job, with each dimension of the
    portrait it measures; the key is ``dimension|question``."""
    chosen, found = questions_of(job), []
    for key in measurement.question_keys():
        question = measurement.load_question(key)
        if question.kind != "service_scene" or (job.key not in question.jobs and key not in chosen):
            continue
        title = say(question.title.to_json())
        found += [
            Choice(f"{one.key}|{key}", f"{say(dict(one.label))} ← {title}", key in chosen)
            for one in job.competencies
            if one.key in measurement.measured_by([key])
        ]
    return found


def asked(job: Job) -> list[Choice]:
    """All questions that serve the job, the chosen ones marked."""
    chosen = questions_of(job)
    rows = [measurement.load_question(key) for key in measurement.question_keys()]
    serving = [row for row in rows if job.key in row.jobs or row.key in chosen]
    return [Choice(row.key, say(row.title.to_json()), row.key in chosen) for row in serving]


def guides(chosen: str) -> list[Choice]:
    """Interview guides of the library."""
    return [Choice(key, key, key == chosen) for key in library.choices("guides")]


def processes(chosen: str) -> list[Choice]:
    """The library's processes and the bank's own, as they are called in force."""
    return [Choice(key, say(dict(title)), key == chosen) for key, title in ways.known().items()]


def faults(found: Sequence[Fault]) -> list[str]:
    """Each fault as a sentence, with its line where it is known."""
    return [_fault(one) for one in found]


def _fault(one: Fault) -> str:
    told = {"place": one.place or "TOML", "what": fault_words(one.code, one.detail), "line": one.line}
    if one.line:
        return _("Line %(line)s, %(place)s: %(what)s") % told
    return _("%(place)s: %(what)s") % told


def fault_words(code: str, detail: str = "") -> str:
    """What a code means."""
    words = {
        "toml": _("this is not TOML (%(detail)s)"),
        "format": _("the format must be %(detail)s"),
        "missing": _("is missing"),
        "unknown_key": _("is not known here"),
        "not_a_key": _("lower-case letters, digits, - and _ only"),
        "both_languages": _("a text in Chinese and one in English"),
        "type": _("another kind of value is expected (%(detail)s)"),
        "out_of_range": _("is out of range (%(detail)s)"),
        "too_fine": _("one decimal at most"),
        "unknown": _("there is no such thing (%(detail)s)"),
        "duplicate": _("stands here twice"),
        "too_many": _("at most %(detail)s"),
        "portrait_empty": _("at least one competency is needed"),
        "weights_not_100": _("the weights must add up to 100; %(detail)s is missing"),
        "no_anchors": _("the library has no anchors for %(detail)s"),
        "not_measured": _("the question %(detail)s does not measure this"),
        "other_job": _("the file is of another job than %(detail)s"),
    }
    return words.get(code, code) % {"detail": detail}


def refusal(error: InvalidError) -> str:
    """Why a service refused, in words."""
    words = {
        "beyond_cap": _("Own dimensions weigh more than the cap allows. Head office can grant more."),
        "beyond_bound": _("A weight moves further than head office allows. Head office sets the bound."),
        "shifts_not_zero": _("What one competency gains another must give: the moves must add up to 0."),
        "reason_missing": _("Say for each own dimension why the job at this branch asks for it."),
        "nothing_changed": _("Nothing differs yet, so there is nothing to sign."),
        "nothing_left": _("Too little is left for the other competencies."),
        "draft_open": _("Another draft of this portrait is open. Finish or drop it first."),
        "head_office": _("Head office changes the portrait itself."),
    }
    if error.code in words:
        return words[error.code]
    if "effective_on" in error.fields:
        return _("It begins today or within a year.")
    if "reason" in error.fields:
        return _("Say why, in a few words.")
    return _("This cannot be accepted as it is: %(places)s") % {
        "places": ", ".join(error.fields) or error.code
    }


def origin_words(origin: str) -> str:
    """Who something comes from."""
    words = {"specification": _("requirement"), "bole": _("proposal to confirm"), "bank": _("the bank")}
    return words.get(origin, origin)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference."""

    what: str
    before: str
    after: str
    difference: str = ""


def change_lines(changes: Sequence[Change]) -> list[Line]:
    """Differences of two versions in words."""
    return [_line(one) for one in changes]


def _line(one: Change) -> Line:
    names = {
        "weight": _("weight"),
        "label": _("name"),
        "origin": _("named by"),
        "weight_origin": _("weight from"),
        "title": _("Job"),
        "pass_mark": _("Pass mark"),
        "pass_mark_origin": _("pass mark from"),
        "guide": _("Interview guide"),
        "questions": _("Questions"),
        "process": _("Process"),
        "auto_advance": _("Automatic advance"),
        "channels": _("What is analysed"),
        "target": _("target"),
        "exercise": _("exercise inside a dimension"),
        "bounds_shift": _("Bound: points a weight may move"),
        "bounds_cap": _("Bound: cap of own dimensions"),
        "bounds_share": _("Bound: share of a new dimension"),
    }
    name = names.get(one.what, one.what)
    what = (
        f"{say(dict(one.label))}: {name}"
        if one.key and one.what != "weight"
        else (say(dict(one.label)) if one.key else name)
    )
    both = isinstance(one.before, Decimal) and isinstance(one.after, Decimal)
    difference = signed(one.after - one.before) if both else ""
    said = origin_words if one.what.endswith("origin") else _value
    return Line(what, said(one.before), said(one.after), difference)


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Exercise):
        label = measurement.competency_labels().get(value.within, {})
        title = measurement.load_question(value.question).title.to_json()
        return f"{say(dict(label)) or value.within} ← {say(title)}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return say(dict(value))
    if isinstance(value, tuple) and value and isinstance(value[0], Decimal):
        return " → ".join(plain(one) for one in value)
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def delta_lines(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    """A variant's differences."""
    return [
        Line(say(one["label"]), plain(one["base"]), plain(one["here"]), signed(one["difference"]))
        for one in lines
    ]


def bounds_words(bounds: varying.Bounds) -> str:
    """How far a branch may go, as a sentence."""
    return _("A weight may move by %(shift)s points; own dimensions weigh %(cap)s together at most.") % {
        "shift": plain(bounds.shift),
        "cap": plain(bounds.cap),
    }
