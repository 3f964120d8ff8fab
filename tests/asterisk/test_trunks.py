"""The trunks as a real Asterisk has them, told over the API."""

from pathlib import Path

import pytest

from tests.asterisk.site import TRUNK, Site, company

pytestmark = pytest.mark.asterisk

REGISTERS = """
[provider]
type = registration
transport = transport-udp
endpoint = trunk
line = yes
server_uri = sip:127.0.0.1:9
client_uri = sip:ACCOUNT@127.0.0.1:9
"""


async def test_a_trunk_is_told_with_its_registration_and_phones_are_none(
    tmp_path: Path, asterisk_program_folder: str
) -> None:
    site = Site(tmp_path / "site", Path(asterisk_program_folder), company({"1001": ""}))
    site.trunks.write_text(TRUNK + REGISTERS)
    try:
        await site.prepare()
        await site.start()
        async with site.user("boss") as boss:
            (trunk,) = (await boss.call("GET", "/trunks", status=200))["trunks"]
        assert (trunk["id"], trunk["seen"], trunk["reachable"], trunk["registered"]) == ("trunk", True, None, False)
        assert (trunk["calls"], trunk["said"]) == (0, "Unregistered")
    finally:
        site.close()
