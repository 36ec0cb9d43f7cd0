"""Those of cookie-ledger."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from troth.datamap import DataMap, Personal, Place
from troth.datamap.purposes import QUALITY
from troth.verify import scripts
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

SPY = "0199c0de-0000-7000-8000-000000000001"
BOTH_SIDES = ("troth.sites.queries", "troth.channels.widget.pages")  # the frame's, and the page's
SESSION_ALONE = {"cookies.purposes": ["session"]}


def _told(patch: Patch, change: Callable[[list[Any]], list[Any]]) -> None:
    """Of what a notice tells that lies in browsers."""
    patch.around("troth.privacy.notice.gather.stored", lambda real: lambda site: change(list(real(site))))


def _machine(patch: Patch, **other: Any) -> None:
    """In the list for machines alone."""

    def make(real: Any) -> Any:
        def as_json(row: Any) -> Any:
            made = real(row)
            made["content"]["stored"] = [{**one, **other} for one in made["content"]["stored"]]
            return made

        return as_json

    patch.around("troth.privacy.notice.machine.as_json", make)


def _map(patch: Patch, place: str, change: Callable[[Place], Place | None]) -> None:
    """Of the data map that the product has: this place of it, or none."""

    def other(real: Any) -> Any:
        changed = [change(one) if one.name == place else one for one in real().places.values()]
        return DataMap(one for one in changed if one is not None)

    patch.around("troth.project.datamap.rooms.the_map", lambda real: lambda: other(real))


def _leaf(patch: Patch, place: str, leaf: str, **other: Any) -> None:
    def change(one: Place) -> Place:
        was = one.fields[leaf]
        assert isinstance(was, Personal)
        return replace(one, fields={**one.fields, leaf: replace(was, **other)})

    _map(patch, place, change)


def _told_otherwise(patch: Patch, module: str, change: Callable[[Any], Any]) -> None:
    """What the widget is told of what it may keep."""
    patch.around(f"{module}.on_device", lambda real: lambda site: change(real(site)))


@saboteur("cookie-ledger.observed_is_declared", "the loader keeps something that nobody declared")
def loader_keeps_more(patch: Patch) -> None:
    scripts.loader(patch, "sessionStorage.setItem('spy','1');")


@saboteur("cookie-ledger.observed_is_declared", "the panel keeps something for a moment")
def panel_keeps_for_a_moment(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('spy','1');localStorage.removeItem('spy')")


@saboteur("cookie-ledger.observed_is_declared", "the page of one's data sets another cookie")
def portal_sets_more(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def keep(response: Any, token: str) -> None:
            real(response, token)
            response.set_cookie("spy", "1", path="/my-data")

        return keep

    patch.around("troth.privacy.portal.session.keep", make)


@saboteur("cookie-ledger.observed_is_declared", "the notice sets a cookie")
def notice_sets_one(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def made(*of: Any) -> Any:
            response = real(*of)
            response.set_cookie("spy", "1")
            return response

        return made

    patch.around("troth.privacy.notice.pages._made", make)


@saboteur("cookie-ledger.observed_is_declared", "the console keeps something that is on no map")
def console_undeclared(patch: Patch) -> None:
    _map(patch, "console", lambda one: None)


@saboteur("cookie-ledger.page_equals_observed", "the page leaves the key of the device out")
def page_without_the_key(patch: Patch) -> None:
    _told(patch, lambda rows: [one for one in rows if not one.name.endswith(".token")])


@saboteur("cookie-ledger.page_equals_observed", "the page leaves a cookie out")
def page_without_a_cookie(patch: Patch) -> None:
    _told(patch, lambda rows: [one for one in rows if one.kind != "cookie"])


@saboteur("cookie-ledger.page_equals_observed", "the page lists what nobody is ever given")
def page_with_more(patch: Patch) -> None:
    _told(patch, lambda rows: [*rows, msgspec.structs.replace(rows[-1], name="troth.more")])


@saboteur("cookie-ledger.machine_readable_list", "machines are told of other names")
def other_names(patch: Patch) -> None:
    _machine(patch, name="troth")


@saboteur("cookie-ledger.machine_readable_list", "machines are told no purpose")
def no_purposes(patch: Patch) -> None:
    _machine(patch, purposes=[])


@saboteur("cookie-ledger.machine_readable_list", "machines are told another time than it lasts")
def another_time(patch: Patch) -> None:
    _machine(patch, seconds=3600)


@saboteur("cookie-ledger.machine_readable_list", "machines are not told whose it is")
def nobodys(patch: Patch) -> None:
    _machine(patch, party="")


@saboteur("cookie-ledger.machine_readable_list", "machines are told no basis")
def no_basis(patch: Patch) -> None:
    _machine(patch, basis="")


@saboteur("cookie-ledger.purposes_allowed", "visits are counted in the browser")
def counts_visits(patch: Patch) -> None:
    scripts.loader(patch, "localStorage.setItem('visits',1+Number(localStorage.getItem('visits')));")


@saboteur("cookie-ledger.purposes_allowed", "what was muted is used to measure")
def measures(patch: Patch) -> None:
    _leaf(patch, "panel", "sound", purposes=(QUALITY,))


@saboteur("cookie-ledger.purposes_allowed", "choices are remembered though the profile allows none", when=SESSION_ALONE)
def remembers_choices(patch: Patch) -> None:
    _told_otherwise(patch, "troth.sites.queries", lambda real: real._replace(choices=True))


@saboteur("cookie-ledger.purposes_allowed", "the page's side remembers that the chat was open", when=SESSION_ALONE)
def remembers_that_it_was_open(patch: Patch) -> None:
    _told_otherwise(patch, "troth.channels.widget.pages", lambda real: real._replace(choices=True))


@saboteur("cookie-ledger.page_equals_observed", "the page lists choices that are not kept", when=SESSION_ALONE)
def page_with_choices(patch: Patch) -> None:
    _told_otherwise(patch, "troth.privacy.notice.stored", lambda real: real._replace(choices=True))


@saboteur("cookie-ledger.device_key_after_start", "there is a key before the chat is opened")
def key_at_once(patch: Patch) -> None:
    scripts.loader(patch, "localStorage.setItem('key',crypto.randomUUID());")


@saboteur("cookie-ledger.device_key_after_start", "there is a key once somebody comes near the chat")
def key_too_early(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('key',Math.random())")


@saboteur("cookie-ledger.device_key_after_start", "something is tried once somebody comes near the chat")
def tries_too_early(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('key','1');localStorage.removeItem('key')")


@saboteur("cookie-ledger.device_key_after_start", "the keys of browsers can be guessed from each other")
def guessable(patch: Patch) -> None:
    import itertools
    from types import SimpleNamespace

    numbers = itertools.count()
    patch("troth.visitors.begin.secrets", SimpleNamespace(token_urlsafe=lambda n: f"{'k' * 36}{next(numbers):07}"))


@saboteur("cookie-ledger.device_key_after_start", "the key never ends")
def endless(patch: Patch) -> None:
    for module in BOTH_SIDES:
        _told_otherwise(patch, module, lambda real: real._replace(days=100_000))


@saboteur("cookie-ledger.device_key_after_start", "it ends a day later than it is told")
def a_day_more(patch: Patch) -> None:
    for module in BOTH_SIDES:
        _told_otherwise(patch, module, lambda real: real._replace(days=real.days + 1))


@saboteur("cookie-ledger.device_key_after_start", "the profile promises a month, and it is a year",
          when={"cookies.days": 30})  # fmt: skip
def deaf_to_the_profile(patch: Patch) -> None:
    patch("troth.sites.device._promised", None)


@saboteur("cookie-ledger.device_key_after_start", "the page's side ends, and the frame keeps its own")
def frame_endless(patch: Patch) -> None:
    _told_otherwise(patch, "troth.sites.queries", lambda real: real._replace(days=100_000))


@saboteur("cookie-ledger.device_key_after_start", "the key leads to no talk")
def leads_nowhere(patch: Patch) -> None:
    scripts.panel(
        patch,
        "for(const one of Object.keys(localStorage))if(one.endsWith('.conversation'))localStorage.removeItem(one)",
    )


@saboteur("cookie-ledger.cleared_by_visitor", "in the frame something stays")
def stays_in_the_frame(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('spy','1')")


@saboteur("cookie-ledger.cleared_by_visitor", "on the page's side something stays")
def stays_on_the_page(patch: Patch) -> None:
    scripts.loader(patch, "addEventListener('click',()=>localStorage.setItem('spy','1'),true);")


@saboteur("cookie-ledger.counters_name_nobody", "each is counted by its id")
def counts_ids(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def count(what: str, ids: Any) -> Any:
            return Counter({(day, str(ids[0])): number for (day, _), number in real(what, ids).items()})

        return count

    patch.around("troth.privacy.retention.kept._count", make)


@saboteur("cookie-ledger.counters_name_nobody", "the operator's numbers are told apart by browsers")
def labels_browsers(patch: Patch) -> None:
    patch.around("troth.kernel.buckets.refused", lambda real: {**real, SPY: 1})


@saboteur("cookie-ledger.counters_name_nobody", "the operator's numbers are told apart by addresses")
def labels_addresses(patch: Patch) -> None:
    patch.around("troth.kernel.buckets.refused", lambda real: {**real, "203.0.113.7": 1})


@saboteur("cookie-ledger.no_join_key", "the key of the device is kept as it is")
def key_in_clear(patch: Patch) -> None:
    for module in ("begin", "access"):
        patch(f"troth.visitors.{module}.hash_of", lambda token: token.encode())


@saboteur("cookie-ledger.no_join_key", "the browser remembers under which id it is known")
def remembers_the_id(patch: Patch) -> None:
    scripts.panel(
        patch,
        "if(!window.spied){window.spied=1;const ask=fetch;window.fetch=async(...of)=>{const got=await ask(...of);"
        "got.clone().json().then(one=>one.visitor_id&&localStorage.setItem('spy',one.visitor_id),()=>{});return got}}",
    )


@saboteur("cookie-ledger.link_has_basis", "nobody declared that a talk leads to a contact")
def undeclared_link(patch: Patch) -> None:
    from troth.datamap import NotPersonal

    def change(one: Place) -> Place:
        return replace(one, fields={**one.fields, "contact": NotPersonal("a number")})

    _map(patch, "conversations.Conversation", change)


@saboteur("cookie-ledger.link_has_basis", "a talk leads to a contact for nothing")
def link_for_nothing(patch: Patch) -> None:
    _leaf(patch, "conversations.Conversation", "contact", purposes=())


@saboteur("cookie-ledger.link_has_basis", "the key of the device is kept for nothing")
def key_for_nothing(patch: Patch) -> None:
    _leaf(patch, "panel", "token", purposes=())
