"""A hand without a mouse: walks by Tab and says where a stop is hidden or not marked."""

from __future__ import annotations

from playwright.sync_api import Page

STOPS = 70  # further than any page's main action may lie

# What the focus rests on: whether it matches, whether its middle lies under a bar, whether it is marked.
LOOK = """(wanted) => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const box = here.getBoundingClientRect();
  const small = box.width < 4 || box.height < 4;
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const style = getComputedStyle(here);
  const ringed = (one) => one && parseFloat(getComputedStyle(one).outlineWidth) >= 2
    && getComputedStyle(one).outlineStyle !== "none";
  const marked = ringed(here) || ringed(here.nextElementSibling) || ringed(here.previousElementSibling)
    || ringed(here.parentElement) || style.boxShadow !== "none";
  return {
    matches: here.matches(wanted),
    hidden: !small && !(over && (here.contains(over) || over.contains(here))),
    marked,
    name: `${here.tagName.toLowerCase()}.${here.className}`.slice(0, 80),
  };
}"""


def reach(page: Page, wanted: str) -> None:
    """Tab until the focus rests on ``wanted``; no stop on the way may be covered or without a mark."""
    way = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(LOOK, wanted)
        if at is None:
            continue
        way.append(at["name"])
        assert at["marked"], f"no mark on {at['name']} ({page.url})"
        assert not at["hidden"], f"{at['name']} is covered ({page.url})"
        if at["matches"]:
            return
    raise AssertionError(f"{wanted} was not reached on {page.url}: {way}")


def press(page: Page, wanted: str, key: str = "Enter") -> None:
    """Reach it and press it."""
    reach(page, wanted)
    page.keyboard.press(key)
