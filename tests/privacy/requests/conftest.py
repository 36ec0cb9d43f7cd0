from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.privacy.requests.desk import Desk


@pytest.fixture
def desk(cast: "Cast") -> "Desk":
    """An officer's, at Bikes."""
    from tests.privacy.requests.desk import Desk, hired

    return Desk(hired(cast, "officer"), cast.bikes)
