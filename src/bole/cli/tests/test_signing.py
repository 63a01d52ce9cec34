"""`bole signing`: show, init, verify, and what the doctor says of the seal."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bole.cli import signing
from bole.foundation.access.actors import system_scope
from bole.foundation.keys import rotation
from bole.foundation.signing import queries, services
from bole.foundation.signing.models import Authority
from bole.foundation.signing.tests.conftest import LOCAL, mark, pdf  # noqa: F401  a fixture
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError
from bole.kernel.ids import new_id


@pytest.mark.django_db
def test_an_authority_is_made_once_seals_and_its_files_verify(
    bank: Any,
    pdf: bytes,  # noqa: F811  the fixture
    settings: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.SEALER = LOCAL
    monkeypatch.setattr("bole.cli.installation.set_up_django", lambda: None)
    (seal,) = signing.examined()
    assert (seal.well, seal.mend) == (False, "bole signing init")
    assert signing.run(["init"]) == 0
    assert "测试银行总行" in capsys.readouterr().out
    with pytest.raises(BoleError):
        signing.run(["init"])
    (seal,) = signing.examined()
    assert seal.well
    assert seal.seen.startswith("test authority")
    assert b"PRIVATE" not in bytes(Authority.objects.get().sealed_key)
    assert "signing_authority.sealed_key" in {column.name for column in rotation.sealed_columns()}
    now = utc_now()
    with system_scope("test"):
        signer = mark(pdf, signed_at=now - timedelta(seconds=1))
        made = services.seal(
            pdf,
            kind="offer",
            about_id=new_id(),
            unit_id=bank.east.pk,
            candidate_id=None,
            signer=signer,
            now=now,
        )
        body = queries.open_pdf(made.pk)
    path = tmp_path / "offer.pdf"
    path.write_bytes(body)
    assert signing.run(["verify", str(path)]) == 0
    assert "holds for the whole file" in capsys.readouterr().out
    path.write_bytes(body + b"more")
    assert signing.run(["verify", str(path)]) == 1
    said = capsys.readouterr().out
    assert "appended" in said
    assert '"place": "after"' in said
    path.write_bytes(pdf)
    assert signing.run(["verify", str(path)]) == 1
    assert "none (unsigned)" in capsys.readouterr().out
    assert signing.run(["init", "--renew"]) == 0
    path.write_bytes(body)
    assert signing.run(["verify", str(path)]) == 0  # sealed by the generation before
    with pytest.raises(SystemExit):
        signing.run(["show", "a.pdf"])
