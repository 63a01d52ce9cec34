"""The bank writes its answers: versions, drafts, what a branch may add, what the library says."""

import copy
from typing import Any

import pytest

from bole.hiring.conftest import NOW, Cast
from bole.hiring.enquiries import library, queries, services
from bole.hiring.enquiries.models import FaqVersion
from bole.hiring.enquiries.tests.test_round_trip import UNKNOWN, ask, look_up, waiting
from bole.kernel.errors import ConflictError, DeniedError, InvalidError

pytestmark = pytest.mark.django_db


def words(answer: str, question: str = UNKNOWN) -> dict[str, Any]:
    return {
        "zh": {"question": question, "also": ["", question, "薪资"], "answer": answer},
        "en": {"question": "", "also": [], "answer": ""},
    }


def save(cast: Cast, who: str, unit: Any, key: str, answer: str, number: int = 0, **more: Any) -> FaqVersion:
    with cast.acting(who):
        return services.save(
            owner_id=unit.pk, key=key, body=words(answer), expected_number=number, now=NOW, **more
        )


def test_the_library_is_complete_in_both_languages() -> None:
    entries = library.defaults()
    assert len(entries) >= 20
    for key, body in entries.items():
        for language in ("zh", "en"):
            assert body[language]["question"], key
            assert body[language]["answer"], key
            assert len(body[language]["also"]) >= 3, key
    asked = [text for body in entries.values() for words in body.values() for text in words["also"]]
    assert not set(asked) & set(library.people())


def test_head_offices_wording_stands_in_place_of_the_librarys_everywhere(cast: Cast) -> None:
    bank, key = cast.bank, "what-to-wear"
    first = save(cast, "chief", bank.head, key, "请着正装")
    second = save(cast, "chief", bank.head, key, "着装不限", number=1)
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert (first.state, second.state) == ("past", "in_force")
    assert second.body["zh"]["also"] == [UNKNOWN, "薪资"]
    for unit in (bank.east, bank.west, bank.east_outlet):
        assert queries.faq_for(unit.pk)[key].body["zh"]["answer"] == "着装不限"
    with cast.acting("chief"):
        services.put_in_force(version_id=first.pk, now=NOW)
        assert queries.faq_for(bank.west.pk)[key].number == 1
        services.retire(owner_id=bank.head.pk, key=key, now=NOW)
    assert key not in queries.faq_for(bank.west.pk)


def test_a_branch_adds_for_itself_and_changes_nothing_of_the_head_office(cast: Cast) -> None:
    bank = cast.bank
    save(cast, "hr", bank.east, "east-pay", "东分行的答复")
    assert "east-pay" in queries.faq_for(bank.east_outlet.pk)
    assert "east-pay" not in queries.faq_for(bank.west.pk)
    for who, unit, key, error in (
        ("hr", bank.east, "what-to-wear", InvalidError),
        ("hr", bank.head, "east-pay-2", DeniedError),
        ("west_hr", bank.east, "east-pay-3", DeniedError),
        ("interviewer", bank.east, "east-pay-4", DeniedError),
        ("chief", bank.head, "No Key", InvalidError),
        ("chief", bank.head, "people", InvalidError),
    ):
        with pytest.raises(error):
            save(cast, who, unit, key, "不行")
    with pytest.raises(ConflictError):
        save(cast, "hr", bank.east, "east-pay", "没有看见第一版", number=0)
    broken = copy.deepcopy(words("答复"))
    broken["en"]["answer"] = "an answer without a question"
    with cast.acting("hr"), pytest.raises(InvalidError) as refused:
        services.save(owner_id=bank.east.pk, key="half", body=broken, expected_number=0, now=NOW)
    assert refused.value.fields == {"en": "incomplete"}


def test_an_answer_becomes_a_draft_and_answers_only_when_it_is_in_force(cast: Cast) -> None:
    found = waiting(cast)
    with cast.acting("hr"):
        services.answer(enquiry_id=found.pk, text="复试时说明", now=NOW)
        draft = services.draft_from(enquiry_id=found.pk, key="own-1", body=words("复试时说明"), now=NOW)
        assert [one.pk for one in queries.drafts(cast.hr)] == [draft.pk]
        assert queries.drafts(cast.west_hr) == []
    assert draft.from_enquiry == found.pk
    assert look_up(ask(cast, UNKNOWN + "请说明")).state == "waiting"
    with cast.acting("hr"):
        services.put_in_force(version_id=draft.pk, now=NOW)
        with pytest.raises(ConflictError):
            services.discard(version_id=draft.pk)
    answered = look_up(ask(cast, UNKNOWN + "？"))
    assert (answered.state, answered.faq_key, answered.faq_number) == ("suggested", "own-1", 1)
