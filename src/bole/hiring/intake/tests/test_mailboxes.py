"""Letters become batches: once each, moved only when what they held is kept, failures named."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import queries, services
from bole.hiring.intake.models import Batch, Mailbox
from bole.hiring.intake.services import mailboxes
from bole.hiring.intake.tests.making import resume, run_batch, zipped
from bole.kernel.errors import DeniedError, InvalidError, NotFoundError
from bole.ports.errors import PortError
from bole.ports.mailbox import Account, Letter

pytestmark = pytest.mark.django_db


class Box:
    """A mailbox in memory: folder → letters."""

    def __init__(self) -> None:
        self.folders: dict[str, list[bytes]] = {"INBOX": [], "Done": [], "Failed": []}
        self.problem: PortError | None = None
        self.asked: list[Account] = []
        self.die_at_move = False

    @contextmanager
    def open(self, account: Account) -> Iterator["Box"]:
        self.asked.append(account)
        if self.problem:
            raise self.problem
        yield self

    def letters(self, *, most: int, max_bytes: int) -> Iterator[Letter]:
        for number, raw in enumerate(list(self.folders["INBOX"][:most])):
            yield Letter(str(number), raw if len(raw) <= max_bytes else None)

    def move(self, uid: str, folder: str) -> None:
        if self.die_at_move:
            raise KeyboardInterrupt
        raw = self.waiting[int(uid)]
        self.folders["INBOX"].remove(raw)
        self.folders[folder].append(raw)

    @property
    def waiting(self) -> list[bytes]:
        return self._at_start

    def remember(self) -> None:
        self._at_start = list(self.folders["INBOX"])


def letter(number: int, *files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "应聘 柜员", f"<{number}@example.org>"
    message.set_content("您好")
    for name, body in files:
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Box:
    made = Box()
    monkeypatch.setattr(mailboxes, "mailbox_reader", lambda: made)
    return made


@pytest.fixture
def saved(cast: Cast) -> Mailbox:
    with cast.acting("chief"):
        return services.save_mailbox(
            unit_id=cast.bank.east.pk, requisition_id=cast.requisition_id, host="mail.example.org", port=993,
            security="tls", user="hr@example.org", password="geheim", now=NOW,
        )  # fmt: skip


def fetch(saved: Mailbox, box: Box) -> int:
    box.remember()
    with system_scope("test"):
        return services.fetch(mailbox_id=saved.pk, clock=lambda: NOW)


def test_attachments_become_candidates_and_letters_move(cast: Cast, saved: Mailbox, box: Box) -> None:
    box.folders["INBOX"] = [
        letter(1, ("周明.txt", resume()), ("logo.exe", b"MZ\0\0")),
        letter(2),
        b"no letter at all",
    ]
    assert fetch(saved, box) == 1
    assert [len(box.folders[name]) for name in ("INBOX", "Done", "Failed")] == [0, 1, 2]
    with cast.acting("chief"):
        assert queries.put_aside(NOW) == {saved.pk: 2}
    with cast.acting("west_hr"):
        assert queries.put_aside(NOW) == {}
    assert box.asked[0].password == "geheim"
    with system_scope("test"):
        batch = Batch.objects.get()
    assert (batch.name, batch.source) == ("应聘 柜员", "mail")
    assert run_batch(batch) == {"周明.txt": ("made", ""), "logo.exe": ("refused", "type_not_allowed")}
    with system_scope("test"):
        assert Candidate.objects.filter(applications__requisition_id=cast.requisition_id).count() == 2


def test_an_archive_is_opened_and_a_written_resume_taken(saved: Mailbox, box: Box) -> None:
    inside = zipped({"一/周明.txt": resume(), "x.zip": zipped({"a.txt": b"a"})})
    written = EmailMessage()
    written["Subject"] = "应聘"
    written.set_content(resume("钱进", "13911110002", "qian@example.org").decode() + "自我评价：踏实。" * 5)
    box.folders["INBOX"] = [letter(1, ("简历.zip", inside), ("坏.zip", b"PK")), written.as_bytes()]
    assert fetch(saved, box) == 2
    with system_scope("test"):
        batches = list(Batch.objects.all())  # both are of one moment
    outcomes = {name: told for batch in batches for name, told in run_batch(batch).items()}
    assert outcomes == {
        "一/周明.txt": ("made", ""), "x.zip": ("refused", "nested"), "坏.zip": ("refused", "unreadable"),
        "letter.txt": ("made", ""),
    }  # fmt: skip


def test_the_same_letter_again_makes_nothing_new(cast: Cast, saved: Mailbox, box: Box) -> None:
    box.folders["INBOX"] = [letter(1, ("周明.txt", resume()))]
    box.die_at_move = True  # killed between keeping and moving
    with pytest.raises(KeyboardInterrupt):
        fetch(saved, box)
    box.die_at_move = False
    assert fetch(saved, box) == 0
    box.folders["INBOX"] = [letter(1, ("周明.txt", resume())), letter(1, ("周明.txt", resume() + b"+"))]
    assert fetch(saved, box) == 1  # the same id with another file is another letter
    with system_scope("test"):
        assert Batch.objects.count() == 2
    assert len(box.folders["Done"]) == 3


def test_a_failing_mailbox_says_so_and_others_go_on(saved: Mailbox, box: Box) -> None:
    box.problem = PortError("refused", code="mailbox_login")
    assert fetch(saved, box) == 0
    with system_scope("test"):
        assert Mailbox.objects.get().error_code == "mailbox_login"
        assert Mailbox.objects.get().checked_at == NOW
    box.problem = None
    fetch(saved, box)
    with system_scope("test"):
        assert Mailbox.objects.get().error_code == ""


def test_what_is_set_up_is_checked_and_only_by_head_office(cast: Cast, saved: Mailbox) -> None:
    whole: dict[str, Any] = {
        "unit_id": cast.bank.east.pk, "requisition_id": None, "host": "h", "port": 993, "security": "tls",
        "user": "u", "password": "p", "now": NOW,
    }  # fmt: skip
    for wrong in ({"host": " "}, {"port": 0}, {"security": "ssl2"}, {"user": ""}, {"password": ""}):
        with cast.acting("chief"), pytest.raises(InvalidError):
            services.save_mailbox(**{**whole, **wrong})
    for who in ("hr", "west_hr", "auditor", "it_admin"):
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.save_mailbox(**whole)
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.switch_mailbox(mailbox_id=saved.pk, active=False)
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.save_mailbox(**whole, mailbox_id=saved.pk)
        with cast.acting(who), pytest.raises((DeniedError, NotFoundError)):
            services.look_now(mailbox_id=saved.pk)


def test_a_change_keeps_the_password_unless_one_is_typed(cast: Cast, saved: Mailbox, box: Box) -> None:
    changed: dict[str, Any] = {
        "unit_id": cast.bank.east.pk, "requisition_id": None, "host": "mail.example.org", "port": 143,
        "security": "starttls", "user": "hr@example.org", "folder": "收件箱", "done_folder": "已处理",
        "password": "", "now": NOW, "mailbox_id": saved.pk,
    }  # fmt: skip
    with cast.acting("chief"):
        services.save_mailbox(**changed)
        fetch(saved, box)
        services.save_mailbox(**{**changed, "password": "neu"})
        fetch(saved, box)
        for wrong in ({"failed_folder": "已处理"}, {"folder": "a\r\nb"}, {"folder": "x" * 121}):
            with pytest.raises(InvalidError):
                services.save_mailbox(**{**changed, **wrong})
    assert [one.password for one in box.asked] == ["geheim", "neu"]
    assert (box.asked[1].folder, box.asked[1].security, box.asked[1].port) == ("收件箱", "starttls", 143)
