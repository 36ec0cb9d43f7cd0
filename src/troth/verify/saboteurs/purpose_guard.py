"""Those of purpose-guard."""

from dataclasses import replace
from typing import Any

from troth.datamap import Basis, DataMap, Personal, Place, Purpose
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

MARKETING = Purpose("marketing", "dpv:Marketing", Basis.INTEREST, "To sell more.")


def _open_door(door: Any, purpose: Any, what: str) -> Any:
    from troth.datamap.purposes import RIGHTS

    return purpose or RIGHTS


@saboteur("purpose-guard.undeclared_mail_refused", "the mailer asks nobody what a mail is for")
def open_mailer(patch: Patch) -> None:
    patch("troth.post.sender.through", _open_door)


@saboteur("purpose-guard.undeclared_mail_refused", "nobody counts what the doors refuse")
def uncounted(patch: Patch) -> None:
    patch("troth.datamap.doors.refuse", lambda door, what: None)


@saboteur("purpose-guard.undeclared_door_refused", "the API's door is open")
def open_api(patch: Patch) -> None:
    patch("troth.project.purposes.through", _open_door)


@saboteur("purpose-guard.undeclared_door_refused", "a worker begins whatever its jobs are for")
def careless_worker(patch: Patch) -> None:
    patch("troth.project.hourly.through", _open_door)


@saboteur("purpose-guard.visitor_purposes_closed", "what a visitor wrote is used for marketing")
def marketing(patch: Patch) -> None:
    def sold(place: Place) -> Place:
        if place.name != "contacts.Identity":
            return place
        fields = {
            name: replace(leaf, purposes=(*leaf.purposes, MARKETING)) if isinstance(leaf, Personal) else leaf
            for name, leaf in place.fields.items()
        }
        return replace(place, fields=fields)

    patch.around(
        "troth.project.datamap.rooms.the_map",
        lambda real: lambda: DataMap(sold(place) for place in real().places.values()),
    )


@saboteur("purpose-guard.each_mail_has_its_purpose", "transcripts go out for the board")
def for_the_board(patch: Patch) -> None:
    from troth.datamap.purposes import BOARD

    def other(real: Any) -> Any:
        return lambda kind: real(kind)._replace(purpose=BOARD) if kind == "transcript" else real(kind)

    patch.around("troth.post.letters.composer", other)


@saboteur("purpose-guard.invitee_for_account_alone", "who was invited is written to about something else too")
def greeted(patch: Patch) -> None:
    def more(real: Any) -> Any:
        def compose(mail: Any) -> Any:
            message = real(mail)
            if message is not None:
                message.replace_header("Subject", "Only this week: everything for half")
            return message

        return compose

    from troth.post import letters

    known = letters._composers["invitation"]
    patch(
        "troth.post.letters._composers",
        {
            **letters._composers,
            "invitation": known._replace(compose=more(known.compose)),
        },
    )


@saboteur("purpose-guard.security_apart", "failed sign-ins are remembered for a day")
def long_memory(patch: Patch) -> None:
    def longer(real: Any) -> Any:
        return lambda self, key, value, timeout=None, version=None: real(self, key, value, 86_400, version)

    patch.around("django.core.cache.backends.locmem.LocMemCache.set", longer)
    patch.around("troth.accounts.shared_cache.SharedCache.set", longer)


@saboteur("purpose-guard.security_apart", "failed sign-ins are not counted")
def uncounted_sign_ins(patch: Patch) -> None:
    patch("allauth.account.adapter.DefaultAccountAdapter.pre_authenticate", lambda self, request, **more: None)
    patch("troth.accounts.sign_in.Adapter.pre_authenticate", lambda self, request, **more: None)
    patch("troth.accounts.sign_in.Adapter.authentication_failed", lambda self, request, **more: None)
