"""One ZIP by which a regulator, or the candidate, can follow one report: figures, criteria, models, words.

``audience`` "candidate": the person's own data only. "authority": the bank's approved impact assessment as
well. Nobody else's report, answer or name is in either.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from bole.foundation.access import actors, permissions
from bole.foundation.audit import services as audit
from bole.hiring.assessment import queries as assessment
from bole.insight.accountability import explaining, policies, queries
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError

AUDIENCES = ("candidate", "authority")
FOLDERS = {"model-cards": "models", "rater-cards": "raters", "plans": "plans"}


@transaction.atomic
def of_report(*, report_id: UUID, audience: str, now: datetime) -> tuple[str, bytes]:
    """File name and content. Who is still to rate blind gets none; the trail says that it left the house."""
    if audience not in AUDIENCES:
        raise InvalidError("for whom?", fields={"audience": "unknown"})
    page = assessment.report_for(actors.current(), report_id)
    permissions.require(actors.current(), policies.PACKAGE, page.report.unit_id)
    if page.hidden:
        raise ConflictError("lock your own card first", code="review_open")
    files = dict(_files(page.report, page.body, audience, now))
    files["explanation.txt"] = explaining.in_words(page.body, page.reviews, page.overrides).encode()
    audit.record(
        verb="insight.accountability.report.packaged",
        obj=("report", report_id),
        unit_id=page.report.unit_id,
        details={"audience": audience, "files": len(files)},
    )
    return f"explanation-{page.report.candidate.number}-v{page.report.version}.zip", _zipped(files, now)


def _files(report: Any, body: Mapping[str, Any], audience: str, now: datetime) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _readme(audience, now).encode()
    yield "report.json", _json(body)
    yield "recomputed.json", _json(explaining.recomputed(body))
    yield "portrait.json", _json(body["portrait"])
    yield "provenance.json", _json(body["provenance"])
    for key in sorted({answer["question_key"] for answer in body["answers"]}):
        try:
            text = assessment.rubric_for(actors.current(), report.pk, key)
        except NotFoundError:  # nothing was rated by it
            continue
        yield f"rubrics/{key}.json", text.encode()
    for name, folder in FOLDERS.items():
        for path in sorted((Path(settings.LIBRARY_DIR) / folder).glob("*.toml")):
            yield f"{name}/{path.name}", path.read_bytes()
    if audience == "authority":
        yield from _of_the_bank()


def _of_the_bank() -> Iterator[tuple[str, bytes]]:
    row = queries.newest_approved()
    if row is None:
        yield "impact-assessment.txt", _("No impact assessment has been approved yet.").encode()
        return
    yield (
        "impact-assessment.json",
        _json(
            {
                "version": row.version,
                "sha256": row.sha256,
                "laws": row.laws,
                "answers": row.answers,
                "groups": row.groups,
                "groups_source": row.groups_source,
                "facts": row.facts,
                "approved_at": row.approved_at.isoformat() if row.approved_at else None,
            }
        ),
    )


def _readme(audience: str, now: datetime) -> str:
    lines = [
        _("Explanation of one interview report"),
        _("Made %(at)s") % {"at": now.isoformat(timespec="minutes")},
        "",
        _("explanation.txt: how the figures came about, in words."),
        _("recomputed.json: the total, added up again from its parts."),
        _("report.json: the frozen report with every rating and its evidence (format bole.report/1)."),
        _("portrait.json: the job's weights. rubrics/: the written criteria, as they stood."),
        _("provenance.json: hashes of rubrics, plans and models."),
        _("model-cards/, rater-cards/, plans/: what these are, how good, and their limits."),
        _("SHA256SUMS: fingerprints of all files."),
    ]
    if audience == "authority":
        lines.append(_("impact-assessment.json: the bank's approved assessment."))
    return "\n".join(lines) + "\n"


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _zipped(files: Mapping[str, bytes], now: datetime) -> bytes:
    """The archive with a list of fingerprints; the same input gives the same bytes."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    stamp = max(now.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in [*sorted(files.items()), ("SHA256SUMS", sums.encode())]:
            entry = zipfile.ZipInfo(name, date_time=stamp)
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
