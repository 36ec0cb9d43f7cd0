"""What is set for a workspace as a controller."""

import pytest

from tests.cast import Cast
from tests.privacy.requests.desk import Desk

WHOLE = {
    "time_zone": "Europe/Berlin", "privacy_contact": "privacy@bikes.test", "authority": "Data Protection Office",
    "authority_url": "https://dpo.test/complain", "verdict_details": False,
}  # fmt: skip
NOTHING = {
    "time_zone": "UTC", "privacy_contact": "", "authority": "", "authority_url": "", "verdict_details": True,
}  # fmt: skip


def test_what_is_set_is_read_again_and_is_the_workspaces_own(cast: Cast, desk: Desk) -> None:
    settings = f"{desk.place}/settings"
    assert desk.api.get(settings).body == NOTHING
    assert desk.api.put(settings, **WHOLE).body == WHOLE
    assert desk.api.get(settings).body == WHOLE
    assert cast.ada.api.get(f"/workspaces/{cast.tea.id}/privacy/settings").body == NOTHING
    assert desk.api.put(settings).body == NOTHING


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Europe/Nowhere"}, {"time_zone": "../etc/passwd"}, {"time_zone": ""},
        {"privacy_contact": "nobody"}, {"authority_url": "http://dpo.test"}, {"authority": "x" * 121},
        {"verdict_details": "perhaps"}, {"colour": "red"},
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    settings = f"{desk.place}/settings"
    desk.api.put(settings, **WHOLE)
    assert desk.api.put(settings, **WHOLE | wrong).status == 422
    assert desk.api.get(settings).body == WHOLE
