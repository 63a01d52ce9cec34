"""What the tests of intake send: a small résumé as text, a PDF drawn by hand, archives."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from bole.foundation.access.actors import system_scope
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import services
from bole.hiring.intake.models import Item, Submission

FILE = """{name}
电话：{phone}  邮箱：{email}
教育经历
2015.09 - 2019.06  西南财经大学  金融学  本科
工作经历
2019.07 - 至今  江州银行股份有限公司  综合柜员
证书
银行从业资格
"""


def resume(name: str = "周明", phone: str = "13911110001", email: str = "zhou@example.org") -> bytes:
    """A résumé as plain text."""
    return FILE.format(name=name, phone=phone, email=email).encode()


def pdf(lines: str) -> bytes:
    """One page of Latin text, drawn by hand: enough for a real parser."""
    drawn = "".join(f"({line}) Tj T* " for line in lines.splitlines())
    stream = f"BT /F1 11 Tf 14 TL 60 780 Td {drawn}ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)
    return bytes(out)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


def published(cast: Cast, **more: Any) -> Any:
    """A posting of the cast's opening."""
    with cast.acting("hr"):
        return services.publish(
            requisition_id=cast.requisition_id, channel="fair", opens_at=NOW, now=NOW, **more
        )


def begun(posting: Any, **more: Any) -> services.Begun:
    """Somebody typed who he is."""
    who = {"name": "周明", "phone": "13911110001", "email": "zhou@example.org", "language": "zh", **more}
    return services.begin(token=posting.token, agreed=more.pop("agreed", True), now=NOW, **_without(who))


def _without(who: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in who.items() if key != "agreed"}


def read(submission: Submission) -> Submission:
    """Let the worker read."""
    with system_scope("test"):
        services.read_submission(submission_id=submission.pk, clock=lambda: NOW)
        return Submission.objects.select_related("reading").get(pk=submission.pk)


def run_batch(batch: Any) -> dict[str, tuple[str, str]]:
    """Let the workers unpack and read all of it; name → (state, reason)."""
    with system_scope("test"):
        services.unpack(batch_id=batch.pk, clock=lambda: NOW)
        for lane in (0, 1):
            while services.read_lane(batch_id=batch.pk, lane=lane, clock=lambda: NOW):
                pass
        return {one.name: (one.state, one.reason) for one in Item.objects.filter(batch=batch)}
