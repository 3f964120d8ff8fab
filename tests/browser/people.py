"""People at their screens: an agent at the desk, a customer at the browser telephone, a supervisor at the board."""

from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.asterisk.site import Site

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"


class Person:
    """Someone with a browser window."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @classmethod
    async def arrives(cls, browser: Browser, site: Site, **options: Any) -> "Person":
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 860}} | options
        context = await browser.new_context(**options)
        return cls(await context.new_page(), site)

    def at(self, test_id: str) -> Any:
        return self.page.get_by_test_id(test_id)

    async def press(self, test_id: str) -> None:
        await self.at(test_id).click()

    async def sees(self, test_id: str, text: str, timeout: float = 15_000) -> None:
        await expect(self.at(test_id)).to_contain_text(text, timeout=timeout)

    async def stage(self, test_id: str, stage: str, timeout: float = 15_000) -> None:
        await expect(self.at(test_id)).to_have_attribute("data-stage", stage, timeout=timeout)

    async def logs_in(self, name: str) -> None:
        await self.page.goto(self.site.url + "/")
        await self.at("login-username").fill(name)
        await self.at("login-password").fill(self.site.passwords()[name])
        await self.press("login-submit")

    async def becomes_ready(self) -> None:
        for part in ("connection", "phone", "microphone"):
            await expect(self.at(f"health-{part}")).to_have_attribute("data-state", "ok", timeout=15_000)
        await self.press("state-ready")
        await expect(self.at("state-name")).to_have_attribute("data-state", "ready")

    async def stats(self) -> dict[str, int]:
        """RTP packets in and out, as the browser counts them."""
        found: dict[str, int] = await self.page.evaluate("window.switchroomPhone.stats()")
        return found

    async def picture(self, name: str) -> None:
        """Keep a picture for the papers."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=str(PICTURES / f"{name}.png"))
