"""Archives and single files: each file once, every one named with what became of it, resumed after a kill."""

from typing import Any

import pytest

from bole.foundation.access.actors import system_scope
from bole.foundation.files.models import StoredFile
from bole.hiring.candidates import queries as candidates
from bole.hiring.candidates import reading
from bole.hiring.candidates.models import Candidate
from bole.hiring.conftest import NOW, Cast
from bole.hiring.intake import holding, queries, services
from bole.hiring.intake.models import Batch, Item
from bole.hiring.intake.services import batches
from bole.hiring.intake.tests.making import resume, run_batch, zipped
from bole.kernel.errors import ConflictError, DeniedError, InvalidError, NotFoundError

pytestmark = pytest.mark.django_db


def upload(cast: Cast, name: str, body: bytes, *, apply: bool = True) -> Batch:
    import hashlib

    from bole.foundation.files import services as files

    with cast.acting("hr"):
        batch = services.begin_batch(
            unit_id=cast.bank.east.pk,
            requisition_id=cast.requisition_id if apply else None,
            name=name,
            size=len(body),
            now=NOW,
        )
        assert batch.upload_id is not None
        files.put_part(upload_id=batch.upload_id, index=0, sha256=hashlib.sha256(body).hexdigest(), body=body)
        for _twice in range(2):
            batch = services.finish_batch(batch_id=batch.pk, parts=1, total_bytes=len(body), now=NOW)
    return batch


FILES = {
    "2026校招/周明.txt": resume(),
    "2026校招/又一份周明.txt": resume() + b"\n",
    "2026校招/同号.txt": resume(name="赵六", email="zhao@example.org"),
    "2026校招/林小禾.txt": resume(name="林小禾", phone="13800001111", email=""),
    "坏.pdf": b"%PDF-1.5 nothing at all",
    "无名.txt": "自我评价\n认真负责，善于沟通。\n".encode(),
    "程序.exe": b"MZ\0\0\0\0",
    "../逃.txt": resume(),
    "里面.zip": b"PK\x03\x04",
}
EXPECTED = {
    "2026校招/周明.txt": ("made", ""),
    "2026校招/又一份周明.txt": ("known", ""),
    "2026校招/同号.txt": ("duplicate", ""),
    "2026校招/林小禾.txt": ("known", ""),
    "坏.pdf": ("unreadable", "unreadable"),
    "无名.txt": ("incomplete", "name_missing"),
    "程序.exe": ("refused", "type_not_allowed"),
    "../逃.txt": ("refused", "name"),
    "里面.zip": ("refused", "nested"),
}


def test_every_file_of_an_archive_is_named_with_what_became_of_it(cast: Cast) -> None:
    batch = upload(cast, "简历.zip", zipped(FILES))
    assert run_batch(batch) == EXPECTED
    with cast.acting("hr"):
        done = queries.batch(batch.pk)
        assert (done.state, queries.counts(batch.pk)["known"]) == ("done", 2)
        assert Candidate.objects.count() == 3  # 林小禾 was there, 周明 and 赵六 are new
        board = {row.number for row in Candidate.objects.filter(applications__isnull=False)}
        assert len(board) == 3
    with system_scope("test"):
        archive = StoredFile.objects.get(purpose="resume_archive")
        assert archive.erased_at is not None
    assert run_batch(batch) == EXPECTED  # a task that comes again finds nothing to do
    with system_scope("test"):
        assert Candidate.objects.count() == 3


def test_a_person_completes_what_the_file_does_not_say(cast: Cast) -> None:
    batch = upload(cast, "无名.txt", FILES["无名.txt"])
    assert run_batch(batch) == {"无名.txt": ("incomplete", "name_missing")}
    with cast.acting("hr"):
        item = queries.items(batch.pk).get()
        with pytest.raises(InvalidError):
            services.complete_item(item_id=item.pk, name="何青", phone="", email="", now=NOW)
        done = services.complete_item(item_id=item.pk, name="何青", phone="13777770001", email="", now=NOW)
        assert (done.state, candidates.get(done.candidate_id).name) == ("made", "何青")
        with pytest.raises(ConflictError):
            services.complete_item(item_id=item.pk, name="何青", phone="13777770002", email="", now=NOW)


def test_a_killed_worker_leaves_no_file_out_and_takes_none_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("王一", "李二", "张三", "赵四", "钱五", "孙六")
    many = {f"{n}.txt": resume(name=names[n], phone=f"138{n:08d}", email="") for n in range(6)}
    batch = upload(cast, "many.zip", zipped(many))
    keep, kept = batches._keep, []

    def killed(row: Any, position: int, *rest: Any) -> None:
        if position == 3 and not kept:
            kept.append(position)
            raise KeyboardInterrupt
        keep(row, position, *rest)

    monkeypatch.setattr(batches, "_keep", killed)
    with system_scope("test"), pytest.raises(KeyboardInterrupt):
        services.unpack(batch_id=batch.pk, clock=lambda: NOW)
    real, calls = reading.read, []

    def dies_once(file_id: Any) -> reading.Outcome:
        calls.append(file_id)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(file_id)

    monkeypatch.setattr(reading, "read", dies_once)
    with pytest.raises(KeyboardInterrupt):
        run_batch(batch)
    assert set(run_batch(batch).values()) == {("made", "")}
    with system_scope("test"):
        assert Item.objects.filter(batch=batch).count() == 6
        assert Candidate.objects.count() == 7
        assert StoredFile.objects.filter(erased_at=None, purpose="resume").count() == 6


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [("no.zip", b"PK\x03\x04 no archive at all", "unreadable"), ("empty.zip", zipped({}), "")],
)
def test_an_archive_that_is_none_says_so(cast: Cast, name: str, body: bytes, code: str) -> None:
    if not code:
        with pytest.raises(InvalidError):  # an archive without a member does not even begin like one
            upload(cast, name, body)
        return
    batch = upload(cast, name, body)
    run_batch(batch)
    with cast.acting("hr"):
        row = queries.batch(batch.pk)
    assert (row.state, row.error_code) == ("failed", code)


def test_erasing_a_person_empties_the_row_of_the_list(cast: Cast) -> None:
    batch = upload(cast, "周明.txt", resume(), apply=False)
    run_batch(batch)
    with system_scope("test"):
        who = Candidate.objects.get(name_index=candidates.index("name", "周明"))
        assert holding.export(who.pk)["files_of_batches"][0]["name"] == "周明.txt"
        assert holding.erase(who.pk, NOW) == 1
        item = Item.objects.get()
    assert (item.name, item.candidate_id, item.file_id, item.sha256) == ("", None, None, "")


@pytest.mark.parametrize("who", ["west_hr", "interviewer", "auditor", "it_admin"])
def test_others_neither_upload_nor_look(cast: Cast, who: str) -> None:
    batch = upload(cast, "周明.txt", resume())
    run_batch(batch)
    with cast.acting(who):
        with pytest.raises((DeniedError, NotFoundError)):
            services.begin_batch(
                unit_id=cast.bank.east.pk, requisition_id=None, name="a.zip", size=1, now=NOW
            )
        with pytest.raises((DeniedError, NotFoundError)):
            queries.batch(batch.pk)
        with pytest.raises((DeniedError, NotFoundError)):
            services.finish_batch(batch_id=batch.pk, parts=1, total_bytes=1, now=NOW)
