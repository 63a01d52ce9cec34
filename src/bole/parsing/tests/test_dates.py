import pytest

from bole.parsing.fields.dates import find

PERIODS = [
    ("2019.09-2023.06", "2019-09", "2023-06"),
    ("2019年9月—2023年6月", "2019-09", "2023-06"),
    ("2019/09-2023/06 西南财经大学", "2019-09", "2023-06"),
    ("2019-09 ~ 2023-06", "2019-09", "2023-06"),
    ("2019-09-01 至 2020-02-28", "2019-09", "2020-02"),
    ("09/2019 - 06/2023", "2019-09", "2023-06"),
    ("Sep 2019 – Jun 2023", "2019-09", "2023-06"),
    ("September 2019 to June 2023", "2019-09", "2023-06"),
    ("Jun – Sep 2025", "2025-06", "2025-09"),
    ("2025年6月-9月", "2025-06", "2025-09"),
    ("201909-202306", "2019-09", "2023-06"),
    ("19.09-23.06", "2019-09", "2023-06"),
    ("2019–2023", "2019", "2023"),
    ("2021 - 2023.05", "2021", "2023-05"),
    ("２０１９．０９－２０２３．０６", "2019-09", "2023-06"),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_periods_as_people_print_them(text, start, end):
    found = find(text)
    assert found is not None
    assert (found.start, found.end, found.current, found.single) == (start, end, False, False)


@pytest.mark.parametrize(
    "text",
    ["2019.09至今", "2019年9月—至今", "Sep 2019 – Present", "2019.9-今", "Since 2019.09", "09/2019 - now"],
)
def test_until_today(text):
    found = find(text)
    assert found is not None
    assert (found.start, found.end, found.current) == ("2019-09", None, True)


@pytest.mark.parametrize(
    "text", ["GPA 3.7/4.0", "199-0000-0101", "日均 110 笔", "KS 由 0.31 提高到 0.38", "今年"]
)
def test_other_figures_are_no_dates(text):
    assert find(text) is None
