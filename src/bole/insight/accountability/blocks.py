"""Facts in words, the same for page and paper: a title and rows of label and text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bole.foundation.access import roles
from bole.foundation.ui.formats import say
from bole.measurement.fairness.impact import Group, Impact, impacts

Rows = list[tuple[str, str]]
LAWS: Mapping[str, str | Promise] = {
    "default": lazy("default (Chinese law)"), "cn": lazy("China"), "eu": lazy("European Union"),
    "nyc": lazy("New York City"),
}  # fmt: skip
CHANNELS: Mapping[str, str | Promise] = {
    "speech": lazy("words"), "voice": lazy("voice"), "face": lazy("face"), "body": lazy("upper body"),
}  # fmt: skip
PURPOSES: Mapping[str, str | Promise] = {
    "recording": lazy("recording"), "analysis": lazy("automated analysis"), "face": lazy("face data"),
    "document": lazy("documents"), "employment": lazy("papers of an employment"),
    "signed": lazy("signed documents"), "resume": lazy("résumés"),
    "resume_archive": lazy("uploaded archives of résumés"),
    "check_identity": lazy("check of identity"), "check_degree": lazy("check of degrees"),
    "check_employment": lazy("check of employers"), "check_certificate": lazy("check of certificates"),
    "check_conduct": lazy("check of conduct"),
}  # fmt: skip
OVERSIGHT: Mapping[str, str | Promise] = {
    "no_automatic_rejection": lazy(
        "Nobody is rejected by the machine: every rejection needs a person and a reason."
    ),
    "blind_review": lazy(
        "A person who rates does not see the machine's scores until the own card is locked."
    ),
    "human_review_request": lazy(
        "A candidate asks for a person with one tap; 24 hours, then head office is told."
    ),
    "refuse_automation": lazy("Who refuses automated analysis is rated by people, by the same standard."),
    "override_reason": lazy("A person can set a score beside the machine's; a reason is required and kept."),
    "insufficient_data": lazy(
        "Without evidence there is no score: 'not enough data' is never turned into a number."
    ),
    "observations_only": lazy(
        "Observations (page left, near-copies) are in no score; a person decides with a reason."
    ),
    "audit_chain": lazy("Every look and change is in an audit trail whose lines are chained by hashes."),
}
FIGURES: Mapping[str, str | Promise] = {
    "reports": lazy("Reports that stand"), "needed_a_person": lazy("of these, a person had to look"),
    "proposed_to_advance": lazy("of these, proposed to advance"), "human_ratings": lazy("Ratings by people"),
    "blind_ratings": lazy("of these, blind"), "scores_set_by_people": lazy("Scores set by people beside "
        "the machine's"),
    "observations_waiting": lazy("Observations nobody has decided"),
}  # fmt: skip
TITLES: Mapping[str, str | Promise] = {
    "law": lazy("Law mode"), "channels": lazy("What is analysed"), "components": lazy("Components of the "
        "analysis"),
    "models": lazy("Models"), "raters": lazy("Raters"), "consents": lazy("Consents"),
    "retention": lazy("Retention"), "access": lazy("Who may do what"),
    "oversight": lazy("Points at which a person decides"), "figures": lazy("Figures"),
    "impact": lazy("Adverse impact"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """One block of facts."""

    title: str
    rows: Rows


def blocks(
    names: Sequence[str], facts: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]
) -> list[Block]:
    """In the reader's language."""
    return [Block(str(TITLES[n]), _impact(groups) if n == "impact" else _ROWS[n](facts)) for n in names]


def _law(f: Mapping[str, Any]) -> Rows:
    law = f["law"]
    used = ", ".join(str(LAWS.get(one, one)) for one in law["in_use"])
    connected = _("connected: second opinions and drafts only")
    return [
        (_("Set for this installation"), str(LAWS.get(law["mode"], law["mode"]))),
        (_("Interviews were held under"), used or _("none yet")),
        (
            _("Affect components in this build"),
            _("yes") if law["affect_in_build"] else _("no: not installed"),
        ),
        (_("Software"), f["software"]),
        (_("Language model"), connected if f["language_model"] else _("none")),
    ]


def _channels(f: Mapping[str, Any]) -> Rows:
    rows = [
        (str(CHANNELS.get(k, k)), _("switched on for %(n)s open positions") % {"n": n})
        for k, n in f["channels"].items()
    ]
    return rows or [(_("Open positions"), _("none yet"))]


def _components(f: Mapping[str, Any]) -> Rows:
    return [
        (
            f"{plan['plan']} {plan['version']}, sha256 {plan['sha256'][:16]}…",
            ", ".join(map(_step, plan["steps"])),
        )
        for plan in f["components"]
    ]


def _step(step: Mapping[str, Any]) -> str:
    affect = f" ({_('affect')})" if step["affect"] else ""
    return f"{step['component']} {step['version']}{affect}"


def told(text: Mapping[str, str] | str) -> str:
    """In the reader's language; sheets of earlier versions kept English alone."""
    return text if isinstance(text, str) else say(dict(text))


def _models(f: Mapping[str, Any]) -> Rows:
    return [
        (
            told(m["title"]),
            f"sha256 {m['sha256']}. {told(m['intended_use'])} {_('Measured:')} {told(m['measured'])} "
            f"{_('Limits:')} {told(m['limits'])}",
        )
        for m in f["models"]
    ]


def _raters(f: Mapping[str, Any]) -> Rows:
    rows = []
    for r in f["raters"]:
        measured = "; ".join(
            f"r {m['r']} ({m['r_interval'][0]}–{m['r_interval'][1]}), N {m['answers']}: {told(m['set'])}"
            for m in r["measured"]
        )
        rows.append(
            (
                f"{told(r['title'])} ({r['version']})",
                f"{told(r['purpose'])} {_('Measured:')} {measured or _('nothing')}. {_('Limits:')} "
                f"{told(r['limits'])} {told(r['never'])}",
            )
        )
    return rows


def _consents(f: Mapping[str, Any]) -> Rows:
    return [
        (
            str(PURPOSES.get(c["purpose"], c["purpose"])),
            _("asked separately; wording %(v)s, sha256 %(h)s…") % {"v": c["version"], "h": c["sha256"][:16]},
        )
        for c in f["consents"]
    ]


def _retention(f: Mapping[str, Any]) -> Rows:
    kept = _("with the person's record, until that is erased")
    return [
        (
            str(PURPOSES.get(r["purpose"], r["purpose"])),
            (_("%(n)s days") % {"n": r["days"]} if r["days"] is not None else kept)
            + (_("; sensitive") if r["sensitive"] else ""),
        )
        for r in f["retention"]
    ]


def _access(f: Mapping[str, Any]) -> Rows:
    names = {key: str(label) for key, label in roles.ROLE_CHOICES}
    return [(_(a["label"]), ", ".join(names.get(r, r) for r in a["roles"])) for a in f["access"]]


def _oversight(f: Mapping[str, Any]) -> Rows:
    return [(str(i), str(OVERSIGHT.get(key, key))) for i, key in enumerate(f["oversight"], start=1)]


def _figures(f: Mapping[str, Any]) -> Rows:
    counts = f["figures"]
    rows = [(str(label), str(counts[key])) for key, label in FIGURES.items() if key in counts]
    for e in counts["measured_errors"]:
        text = _("standard error %(sem)s, N %(n)s") % {"sem": f"{e['sem']:.1f}", "n": e["n"]}
        rows.append((_("Measured error: %(what)s") % {"what": e["competency"]}, text))
    if not counts["measured_errors"]:
        rows.append((_("Measured error"), _("not measured: too few answers were rated by two people")))
    return rows


_ROWS: Mapping[str, Callable[[Mapping[str, Any]], Rows]] = {
    "law": _law, "channels": _channels, "components": _components, "models": _models, "raters": _raters,
    "consents": _consents, "retention": _retention, "access": _access, "oversight": _oversight,
    "figures": _figures,
}  # fmt: skip


def _impact(groups: Sequence[Mapping[str, Any]]) -> Rows:
    """From the bank's own counts; without them it is said that nothing is collected."""
    if not groups:
        return [(_("Not collected"), _(
            "This product asks no candidate for sex, age, ethnicity or the like, so it can compute no ratio. "
            "If the bank holds voluntary, separate counts, enter them below."
        ))]  # fmt: skip
    counted = impacts([Group(**g) for g in groups])
    return [(row.group.name, _impact_text(row)) for row in counted]


def _impact_text(row: Impact) -> str:
    text = _("%(selected)s of %(applied)s selected (%(rate)s %%)") % {
        "selected": row.group.selected, "applied": row.group.applied, "rate": f"{100 * row.rate:.1f}",
    }  # fmt: skip
    if row.ratio is None:
        return text + _("; no ratio: nobody was selected")
    text += _("; impact ratio %(ratio)s") % {"ratio": f"{row.ratio:.2f}"}
    if row.low is not None and row.high is not None:
        text += _(" (95 %% interval %(low)s–%(high)s)") % {"low": f"{row.low:.2f}", "high": f"{row.high:.2f}"}
    if row.p is not None:
        text += _(", Fisher p %(p)s") % {"p": f"{row.p:.3f}"}
    if row.scoring is not None:
        text += _("; %(above)s of %(scored)s scored above everybody's median (%(rate)s %%)") % {
            "above": row.group.above, "scored": row.group.scored, "rate": f"{100 * row.scoring:.1f}",
        }  # fmt: skip
    if row.scoring_ratio is not None:
        text += _(", impact ratio of scores %(ratio)s") % {"ratio": f"{row.scoring_ratio:.2f}"}
    if row.below:
        text += _("; below four fifths")
    if row.small:
        text += _("; under 2 % of all people, may be left out with this reason")
    if row.few:
        text += _("; under 30 people, the ratio says little")
    return text
