"""Those of consent-withdraw."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("consent-withdraw.as_easy_as_giving", "the server does not take it back, so the chat can't say that it did")
def takes_nothing_back(patch: Patch) -> None:
    from troth.kernel.errors import Busy

    def refuse(asker: Any) -> None:
        raise Busy

    patch("troth.privacy.consent_api.depart", refuse)


@saboteur("consent-withdraw.counts_at_once", "the token goes on working")
def token_lives_on(patch: Patch) -> None:
    from troth.privacy import consent
    from troth.visitors.models import Visitor

    patch(
        "troth.privacy.consent_api.depart",
        lambda asker: consent.withdrawn(Visitor.objects.get(id=asker.visitor_id)),
    )


@saboteur("consent-withdraw.both_events_kept", "that it was taken back is not written down")
def writes_nothing_down(patch: Patch) -> None:
    patch("troth.privacy.depart.consent.withdrawn", lambda visitor: None)
