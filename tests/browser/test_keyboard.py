"""Every view by Tab alone: whatever can be pressed is reached, and shows that it has the focus."""

import pytest
from playwright.async_api import Browser

from tests.asterisk.conftest import OpenSite
from tests.browser.people import Person
from tests.browser.views import found_everywhere

pytestmark = [pytest.mark.asterisk, pytest.mark.browser]

MOST = 400
# Within an open dialog only what is in it; of radio buttons of one name the browser gives one to Tab.
# How strongly the ring stands out from what is around it: the nearest ground that is not transparent.
CONTRAST = """(element) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
  }
  let ground = element.parentElement
  const clear = (each) => numbers(getComputedStyle(each).backgroundColor)[3] === 0
  while (ground.parentElement && clear(ground)) ground = ground.parentElement
  const [one, other] = [getComputedStyle(element).outlineColor, getComputedStyle(ground).backgroundColor].map(light)
  return Math.max(one, other) / Math.min(one, other)
}"""
BEGIN = """() => {
  const room = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  const kinds = 'a[href], button, input, select, textarea, summary, audio[controls], [tabindex="0"], [contenteditable]'
  window.toReach = new Set([...room.querySelectorAll(kinds)].filter((each) => {
    const box = each.getBoundingClientRect()
    return !each.disabled && each.tabIndex >= 0 && box.width && box.height && each.checkVisibility()
  }))
  window.unseen = []
  window.reached = new Set()
  window.before = null
}"""
STEP = """(byTab) => {
  const contrast = CONTRAST
  const here = document.activeElement
  if (!here || here === document.body || here.matches('dialog')) return false
  if (window.reached.has(here) && here !== window.before) return true
  const style = getComputedStyle(here)
  const box = here.getBoundingClientRect()
  const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && contrast(here) >= 3
  if (byTab && !(ring && inView)) window.unseen.push(here.outerHTML.slice(0, 160))
  window.reached.add(here)
  window.before = here
  if (here.type === 'radio') document.getElementsByName(here.name).forEach((each) => window.reached.add(each))
  return false
}""".replace("CONTRAST", CONTRAST)
END = """() => [
  [...window.toReach].filter((each) => !window.reached.has(each)).map((each) => each.outerHTML.slice(0, 160)),
  window.unseen,
  window.reached.size,
]"""


async def by_tab(person: Person, name: str) -> list[str]:
    """Go once round the view; what cannot be reached, and what does not show its focus."""
    await person.page.evaluate(BEGIN)
    # What opens may have taken the focus already.
    await person.page.evaluate(STEP, False)
    for _ in range(MOST):
        await person.page.keyboard.press("Tab")
        if await person.page.evaluate(STEP, True):
            break
    missed, unseen, reached = await person.page.evaluate(END)
    assert reached, f"{name}: Tab reaches nothing"
    return [f"{name}: not reached: {one}" for one in missed] + [f"{name}: focus not seen: {one}" for one in unseen]


async def test_whatever_can_be_pressed_is_reached_by_tab_and_shows_it(open_site: OpenSite, browser: Browser) -> None:
    found = await found_everywhere(await open_site({"1001": None}, wrap_up=600, ring=120), browser, by_tab)
    assert not found, "\n".join(found)
