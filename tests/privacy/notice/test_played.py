"""What checks found of the promises, as the notice shows it."""

import re
from datetime import timedelta

from tests.cast import Cast
from tests.privacy.at_the_portal import Later
from tests.privacy.notice.asked import plain, promise, published, read, text
from troth.kernel.clock import now
from troth.privacy.notice import verdicts

THREE = "".join(f'[promises."{one}"]\ntext = "We say {one}."\nby = "room:tickets"\n' for one in ("P-1", "P-2", "P-3"))


def test_details_of_checks_can_be_off_and_the_numbers_stay_true(cast: Cast, later: Later) -> None:
    site, settings = cast.bikes_site, f"/workspaces/{cast.bikes.id}/privacy/settings"
    promise(cast.ada, site, THREE)
    published(cast.ada, site, languages=["en"])
    assert "None of these promises was checked yet." in text(site)
    found = [
        verdicts.Found("P-1", "KEPT", 1), verdicts.Found("P-2", "BROKEN", 1),
        verdicts.Found("P-3", "ATTESTED", 0, until=now() + timedelta(days=1)),
    ]  # fmt: skip
    verdicts.write(cast.bikes.id, [*found, verdicts.Found("of.another", "KEPT", 1)], now())
    page = read(site)
    words = plain(page.content.decode())
    assert "1 of these 3 promises were kept when they were last checked, on" in words
    assert "Broken: 1 · Attested: 1<" in words
    assert re.search(r'#P-2">P-2</a> <span class="state refused">Broken</span> <time datetime="20', words)
    assert cast.ben.api.put(settings, verdict_details=False).code == "forbidden"
    assert cast.ada.api.put(settings, verdict_details=False).status == 200
    assert read(site, **{"If-None-Match": page["ETag"]}).status_code == 200  # another page than before
    quiet = plain(text(site))
    assert "1 of these 3 promises" in quiet
    assert "Broken: 1 · Attested: 1<" in quiet
    assert "Broken</span>" not in quiet
    assert "<time" not in quiet
    later(days=2)  # beyond what was attested
    assert "Broken: 1 · Not tested: 1<" in plain(text(site))
