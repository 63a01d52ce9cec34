"""The machine beside the panel."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bole.foundation.ui.figures import Chart, Series
from bole.insight.agreement.machine import Consistency, Gap, Gate
from bole.insight.agreement.people import SURE
from bole.insight.agreement.presenting.wording import Labels, name_of, series, three, told
from bole.insight.agreement.words import BASES


@dataclass(frozen=True, slots=True)
class MachineCard:
    """One job, machine against panel."""

    key: str
    title: str
    found: Consistency
    rates: Chart
    gaps: Chart
    rows: list[tuple[str, Gap, str, str, str, str, str]]
    machine: str
    panel: str
    difference: str
    basis: str
    causes: list[str]
    cause_keys: str
    kappa: str
    mcnemar: str


def machine(found: Consistency, titles: Labels, labels: Labels) -> MachineCard:
    """With names in the reader's language."""
    gates = [
        (_("AI: pass mark reached, of reports with a total"), found.machine),
        (_("Panel: passed, of panels closed"), found.panel),
        (_("AI passed, of the same people"), found.table.machine),
        (_("Panel passed, of the same people"), found.table.panel),
    ]
    shown = [gap for gap in found.gaps if gap.state != "too_few"]
    return MachineCard(
        key=found.job_key,
        title=name_of(found.job_key, titles),
        found=found,
        rates=_rates(gates),
        gaps=_gaps(shown, labels),
        rows=[_gap(gap, labels) for gap in found.gaps],
        machine=_gate(found.table.machine if found.basis == "same_people" else found.machine),
        panel=_gate(found.table.panel if found.basis == "same_people" else found.panel),
        difference=_difference(found),
        basis=str(BASES[found.basis]),
        causes=[name_of(key, labels) for key in found.causes],
        cause_keys=" ".join(found.causes),
        kappa=told(found.kappa),
        mcnemar=_p(found.mcnemar),
    )


def machine_rows(found: Sequence[Consistency], titles: Labels, labels: Labels) -> list[list[object]]:
    """The file of machine against panel."""
    return [
        [name_of(one.job_key, titles), one.machine.passed, one.machine.n, one.panel.passed, one.panel.n,
         name_of(gap.competency, labels), gap.n, *three(gap.bias), *three(gap.r), *three(gap.icc),
         *three(gap.people), "" if gap.weight is None else f"{gap.weight:.2f}"]
        for one in found
        for gap in one.gaps
    ]  # fmt: skip


def _rates(gates: Sequence[tuple[str, Gate]]) -> Chart:
    from bole.measurement.reliability import wilson

    ends = [wilson(gate.passed, gate.n) for _name, gate in gates]
    return Chart(
        kind="points",
        about=_("Pass rates at their gates, with 95 % intervals"),
        labels=[name for name, _gate in gates],
        series=[
            Series(
                _("pass rate"),
                [None if gate.share is None else round(100 * gate.share, 1) for _name, gate in gates],
                [round(100 * low, 1) for low, _high in ends],
                [round(100 * high, 1) for _low, high in ends],
            )
        ],
        head=_("Gate"),
        unit="%",
        least=0,
        most=100,
        n=[gate.n for _name, gate in gates],
    )


def _gaps(shown: Sequence[Gap], labels: Labels) -> Chart:
    return Chart(
        kind="points",
        about=_("Machine less panel by competency, points, with 95 % intervals"),
        labels=[name_of(gap.competency, labels) for gap in shown],
        series=[series(_("machine less panel"), [gap.bias for gap in shown], 1)],
        head=_("Competency"),
        decimals=1,
        n=[gap.n for gap in shown],
        marks=(0.0,),
    )


def _gap(gap: Gap, labels: Labels) -> tuple[str, Gap, str, str, str, str, str]:
    weight = "–" if gap.weight is None else f"{gap.weight:.2f}"
    return (
        name_of(gap.competency, labels), gap, told(gap.bias, 1), told(gap.r), told(gap.icc), told(gap.people),
        weight,
    )  # fmt: skip


def _gate(gate: Gate) -> str:
    """Counts, and the rate from thirty people on."""
    counts = f"{gate.passed} / {gate.n}"
    return f"{100 * gate.passed / gate.n:.0f} % ({counts})" if gate.n >= SURE else counts


def _difference(found: Consistency) -> str:
    apart = found.difference
    if apart.value is None or apart.low is None or apart.high is None:
        return "–"
    return _("%(n)+.0f points [%(low)+.0f, %(high)+.0f], p %(p)s") % {
        "n": 100 * apart.value,
        "low": 100 * apart.low,
        "high": 100 * apart.high,
        "p": _p(found.p),
    }


def _p(value: float) -> str:
    return f"= {value:.3f}" if value >= 0.001 else "< .001"
