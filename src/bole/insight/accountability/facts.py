"""What the system knows of itself and its use: the facts an assessment stands on, as plain data.

Counted under the rights of whoever asks (head office sees the whole bank). No person is named, and what
is not known is said to be unknown: no figure is made up.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

import bole
from bole.foundation.access import actors, permissions
from bole.foundation.privacy import rules as privacy
from bole.foundation.privacy import wordings
from bole.hiring.assessment import queries as assessment
from bole.hiring.integrity import queries as integrity
from bole.hiring.interviews import queries as interviews
from bole.hiring.requisitions import queries as requisitions
from bole.measurement.learning.cards import rater_cards
from bole.perception import models
from bole.perception.build import affect_available
from bole.perception.plan import load_plan

PURPOSES = ("recording", "analysis", "face")
# What the product does by construction; the words stand in ``words.OVERSIGHT``.
OVERSIGHT = (
    "no_automatic_rejection", "blind_review", "human_review_request", "refuse_automation", "override_reason",
    "insufficient_data", "observations_only", "audit_chain",
)  # fmt: skip


def gather(now: datetime) -> dict[str, Any]:
    """Every block by name, JSON-ready."""
    return {
        "at": now.isoformat(),
        "software": f"bole {bole.__version__}",
        "law": {"mode": settings.LAW, "affect_in_build": affect_available(), "in_use": _laws_in_use()},
        "channels": _channels(),
        "components": _components(),
        "models": _models(),
        "raters": _raters(),
        "consents": _consents(),
        "retention": _retention(),
        "access": [
            {"permission": p.name, "label": str(p.label), "roles": sorted(p.roles)}
            for p in permissions.declared()
        ],
        "oversight": list(OVERSIGHT),
        "figures": _figures(),
        "language_model": bool(settings.LANGUAGE_MODEL),
    }


def laws_of(facts: Mapping[str, Any]) -> list[str]:
    """The law modes whose questions must be answered: what is set, and what interviews were held under.
    The default mode follows Chinese law."""
    named = {facts["law"]["mode"], *facts["law"]["in_use"]}
    return sorted({"cn" if law == "default" else law for law in named})


def _laws_in_use() -> list[str]:
    rows = interviews.visible_to(actors.current()).order_by()
    return sorted(set(rows.values_list("law", flat=True).distinct()))


def _channels() -> dict[str, int]:
    """Channel → open positions in which it is switched on."""
    counted: Counter[str] = Counter()
    for one in requisitions.open_for(actors.current()):
        counted.update(one.channels)
    return dict(sorted(counted.items()))


def _components() -> list[dict[str, Any]]:
    found = []
    for path in sorted((Path(settings.LIBRARY_DIR) / "plans").glob("*.toml")):
        plan = load_plan(path)
        found.append(
            {
                "plan": plan.name,
                "version": plan.version,
                "sha256": plan.sha256,
                "steps": [
                    {"component": s.component, "version": s.version, "affect": s.affect} for s in plan.steps
                ],
            }
        )
    return found


def _models() -> list[dict[str, Any]]:
    """Texts in both languages: the sheet is read in either."""
    texts = ("title", "licence", "intended_use", "measured", "limits")
    return [
        {
            "name": one.card.name,
            "sha256": one.card.sha256,
            "state": str(one.state),
            **{name: _both(one.card, name) for name in texts},
        }
        for one in models.list_models(Path(settings.MODELS_DIR))
    ]


def _both(card: models.Card, name: str) -> dict[str, str]:
    english = str(getattr(card, name))
    return {"en": english, "zh": card.zh.get(name, english)}


def _raters() -> list[dict[str, Any]]:
    return [
        {
            "key": card.key,
            "version": card.version,
            **{name: card.said[name] for name in ("title", "purpose", "limits", "never")},
            "measured": [
                {"set": m.said["set"], "answers": m.answers, "r": m.r, "r_interval": list(m.r_interval)}
                for m in card.measured
            ],
        }
        for card in rater_cards(Path(settings.LIBRARY_DIR) / "raters").values()
    ]


def _consents() -> list[dict[str, Any]]:
    found = [wordings.wording(key) for key in PURPOSES]
    return [{"purpose": w.purpose, "version": w.version, "sha256": w.sha256} for w in found]


def _retention() -> list[dict[str, Any]]:
    own = settings.RETENTION_DAYS
    return [
        {
            "purpose": purpose.key,
            "sensitive": purpose.sensitive,
            "days": own.get(key, purpose.retention.days if purpose.retention else None),
        }
        for key, purpose in privacy.PURPOSES.items()
    ]


def _figures() -> dict[str, Any]:
    """Counts and measured errors; a competency nobody double-rated has no row."""
    counted = assessment.oversight_counts()
    errors = [
        {"competency": key, "n": row.n, "sem": row.sem, "low": row.low, "high": row.high}
        for key, row in sorted(assessment.measured_errors().items())
    ]
    waiting = len(integrity.open_for(actors.current()))
    return {**counted, "observations_waiting": waiting, "measured_errors": errors}
