"""Those of dsr-object."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-object.objected_use_ends", "the mailer does not ask who objected")
def deaf_mailer(patch: Patch) -> None:
    patch("troth.privacy.requests.forbids.objected", lambda ids, purpose: set())


@saboteur("dsr-object.objected_use_ends", "the board does not ask who objected")
def deaf_board(patch: Patch) -> None:
    from django.db.models import BooleanField, Value

    patch("troth.project.desk.off_the_board", lambda: Value(value=False, output_field=BooleanField()))


@saboteur("dsr-object.service_goes_on", "who objected can say nothing any more")
def ends_the_service(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def open_(asker: Any, *args: Any, **more: Any) -> Any:
            from troth.kernel.errors import Forbidden
            from troth.privacy.requests.limits import Objection

            if Objection.objects.filter(who=asker.visitor_id).exists():
                raise Forbidden
            return real(asker, *args, **more)

        return open_

    patch.around("troth.conversations.api.open_", make)


@saboteur("dsr-object.restricted_unused", "the mailer does not ask what is restricted")
def mails_the_restricted(patch: Patch) -> None:
    patch("troth.privacy.requests.forbids._WHILE_RESTRICTED", ())


@saboteur("dsr-object.restricted_unused", "the team does not see that it is restricted")
def shows_no_mark(patch: Patch) -> None:
    patch("troth.conversations.queries._limited", [lambda ids: set()])


@saboteur("dsr-object.deactivated_at_once", "the hub does not hear that somebody was taken out")
def deaf_hub(patch: Patch) -> None:
    patch("troth.gateway.house.House._member_changed", lambda self, workspace, body: None)
