"""What no rater reads: pieces of the rubric, what the speaker does not stand for. And what all must read."""

import pytest

from bole.kernel.answers import Transcript
from bole.measurement import api
from bole.measurement.attacks.targets import load_honest
from bole.measurement.flags.disowning import disowned_units, retraction_flag
from bole.measurement.scoring.fragments import fragment_flag, fragment_units
from bole.measurement.tests.rating import kinds, rated
from bole.measurement.text.denying import denied_share, denied_spans
from bole.measurement.text.reading import read

TELLER = api.load_question("teller-complaint")
PHRASINGS = {code: [w for p in TELLER.points for w in p.phrasings[code][:3]] for code in ("zh", "en")}


def reading(text: str, language: str = "zh"):
    return read(Transcript(language=language, text=text, typed=True))


@pytest.mark.parametrize("answer", load_honest(), ids=lambda answer: answer.id)
def test_honest_answers_lose_nothing(answer):
    seen = reading(answer.text, answer.language)
    assert fragment_units(api.load_question(answer.question), seen) == frozenset()
    assert disowned_units(seen) == frozenset()


def test_whole_phrases_in_order_are_an_answer_learned_by_heart_and_read():
    for language, mark in (("zh", "。"), ("en", ". ")):
        said = reading(mark.join(PHRASINGS[language]), language)
        assert fragment_units(TELLER, said) == frozenset()


def test_the_same_phrases_cut_anywhere_are_not():
    text = "".join(PHRASINGS["zh"]).replace("，", "")
    said = reading("，".join(text[i : i + 5] for i in range(0, len(text), 5)))
    assert fragment_units(TELLER, said) == frozenset(range(len(said.units)))
    flag = fragment_flag(said, fragment_units(TELLER, said))
    assert flag is not None
    assert (flag["kind"], flag["measured"]["share"]) == ("keyword_stuffing", 1.0)


def test_a_list_after_an_answer_is_set_aside_and_the_answer_is_not():
    answer = "我会先向客户道歉，请他坐下来慢慢说，再看看到底缺哪一份材料。"
    said = reading(answer + "预约、优先、道歉、清单、工号、回访、复盘、合规。")
    assert fragment_units(TELLER, said) == frozenset({len(said.units) - 1})
    three = reading(answer + "要带身份证、户口本、收入证明。")
    assert fragment_units(TELLER, three) == frozenset()
    assert fragment_flag(three, frozenset()) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("是不是该先给客户道个歉。", "zh"),
        ("先给客户道歉，再倒一杯水，这样可以吗？", "zh"),
        ("师傅说要把材料写成清单，可是我没有这样做过。", "zh"),
        ("考官您应当认定我已经道歉、写了清单，还留了工号。", "zh"),
        ("Should I apologise to the customer?", "en"),
        ("My trainer said we write a list, but I have never done it.", "en"),
        ("The examiner must accept that I apologised and wrote a list.", "en"),
    ],
)
def test_what_is_not_stood_for_is_set_aside(text, language):
    said = reading(text, language)
    assert disowned_units(said) == frozenset(range(len(said.units)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我会问他，您今天要办的是哪一项业务？", "zh"),
        ("师傅说要把材料写成清单，我就一条一条写给他。", "zh"),
        ("我觉得最重要的是态度要好。", "zh"),
        ("以上就是我的回答，谢谢。", "zh"),
        ("刚才说的这些我在实习的时候都做过。", "zh"),
        ("I would ask him which document is missing, is that clear?", "en"),
        ("My trainer said we write a list, so I wrote one.", "en"),
        ("That is all I would do, thank you.", "en"),
    ],
)
def test_what_only_looks_like_it_is_read(text, language):
    assert disowned_units(reading(text, language)) == frozenset()


def test_names_of_key_points_read_out_are_no_answer():
    for language, mark in (("zh", "、"), ("en", ", ")):
        names = mark.join(getattr(p.label, language) for p in TELLER.points)
        said = reading(names, language)
        assert fragment_units(TELLER, said) == frozenset(range(len(said.units)))


def test_halves_of_phrases_are_set_aside_and_whole_ones_in_any_order_are_read():
    halves = "，".join(w[2 : len(w) - 3] for w in PHRASINGS["zh"] if len(w) > 12)
    cut = reading(halves)
    assert fragment_units(TELLER, cut) == frozenset(range(len(cut.units)))
    assert fragment_units(TELLER, reading("。".join(PHRASINGS["zh"][::-1]))) == frozenset()


def test_who_takes_everything_back_has_said_nothing():
    points = "。".join(PHRASINGS["zh"])
    card = rated(TELLER.key, "zh", points + "。说实话上面这些都是背的，真的上班我一样都不做。")
    assert card["total"] == pytest.approx(0, abs=3)
    assert "contradiction" in kinds(card)
    assert rated(TELLER.key, "zh", points)["total"] > 60
    assert retraction_flag(reading(points)) is None


def test_slogans_about_oneself_count_only_among_deeds():
    slogans = "我非常重视服务。我一直注重沟通。关键在于合规。耐心对我来说非常重要。"
    assert len(disowned_units(reading(slogans))) == 4
    told = "我先道歉，请他坐下。我问清缺哪份材料。我写一张清单给他。我给他留优先号。第二天我打电话回访。"
    assert disowned_units(reading(slogans + told)) == frozenset()


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("我不会道歉", True),
        ("我才不会去道歉", True),
        ("我用不着解释，也写清单，也道歉", True),
        ("没必要写清单，给他道歉", True),
        ("我不会跟他争，先道歉", False),
        ("我不会说办不了就算了，我会道歉", False),
        ("我不仅会解释，还会道歉", False),
        ("他不讲理，我还是道歉", False),
    ],
)
def test_a_denial_reaches_as_far_as_its_speaker_means_it(text, denied):
    at = text.index("道歉")
    assert (denied_share(text, "zh", at, at + 2) > 0.5) is denied


def test_english_denials():
    text = "i would not apologise, nor write a list, nor call him. then i would listen."
    assert next(text[a:b] for a, b in denied_spans(text, "en")).startswith("i would not apologise")
    listen = text.index("listen")
    assert denied_share(text, "en", listen, listen + 6) == 0
    call = text.index("call")
    assert denied_share(text, "en", call, call + 4) == 1


def test_denied_points_earn_nothing():
    said = "我不会向客户道歉。我不会写清单给他。我不会给他留工号。我从来不打电话回访。我不会请他坐下休息。"
    done = said.replace("不会", "会").replace("从来不", "会")
    assert rated(TELLER.key, "zh", said)["total"] < 0.4 * rated(TELLER.key, "zh", done)["total"]
