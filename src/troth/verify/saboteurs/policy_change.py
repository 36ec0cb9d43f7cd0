"""Those of policy-change."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from troth.verify import scripts
from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

NOTICE = "troth.privacy.notice"
LONG: dict[str, object] = {"change.lead_days": 7}
BY_MAIL: dict[str, object] = {"change.lead_days": 7, "change.material": ["mail", "page"]}


def _kept(patch: Patch, then: Callable[[Any], object]) -> None:
    """What happens to a version that was just published."""

    def make(real: Any) -> Any:
        def keep(*of: Any) -> Any:
            row = real(*of)
            then(row)
            return row

        return keep

    patch.around(f"{NOTICE}.publish._kept", make)


def _small(patch: Patch, *kinds: str) -> None:
    """These changes are none of substance."""

    def make(real: Any) -> Any:
        def compare(old: Any, new: Any) -> Any:
            return [replace(one, material=one.material and one.kind not in kinds) for one in real(old, new)]

        return compare

    patch.around(f"{NOTICE}.draft.compare", make)


@saboteur("policy-change.one_in_force", "what is announced is shown as if it counted", when=LONG)
def shows_the_announced(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def standing(site: Any) -> Any:
            from troth.privacy.notice.queries import Standing

            found = real(site)
            return Standing(found.announced or found.in_force, None)

        return standing

    patch.around(f"{NOTICE}.pages.standing", make)


@saboteur("policy-change.one_in_force", "who reads another language is shown an earlier version")
def another_in_arabic(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def page_of(row: Any, language: str, page: str) -> Any:
            from troth.privacy.notice.rows import Notice

            first = Notice.objects.get(site_id=row.site_id, number=1) if language == "ar" else row
            return real(first, language, page)

        return page_of

    patch.around(f"{NOTICE}.pages.page_of", make)


@saboteur("policy-change.one_in_force", "once another is announced none counts", when=LONG)
def none_counts(patch: Patch) -> None:
    def end(row: Any) -> None:
        from troth.privacy.notice.rows import Notice

        Notice.objects.filter(site_id=row.site_id, state="in_force").update(
            state="superseded", superseded_at=row.published_at
        )

    _kept(patch, end)


@saboteur("policy-change.earlier_readable", "what was superseded is there no more")
def earlier_gone(patch: Patch) -> None:
    from troth.privacy.notice.rows import Notice

    patch(f"{NOTICE}.queries.PUBLIC", (Notice.State.ANNOUNCED, Notice.State.IN_FORCE))


@saboteur("policy-change.earlier_readable", "the list does not say when a version counted")
def list_without_times(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def render(name: str, told: Any) -> Any:
            rows = [{**one, "since": "once", "until": ""} for one in told.get("versions", ())]
            return real(name, {**told, "versions": rows} if rows else told)

        return render

    patch.around(f"{NOTICE}.pages.render_to_string", make)


@saboteur("policy-change.earlier_readable", "at the address of an earlier version there are the words of now")
def words_of_now(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def page_of(row: Any, language: str, page: str) -> Any:
            from troth.privacy.notice.rows import Notice

            return real(Notice.objects.get(site_id=row.site_id, state="in_force"), language, page)

        return page_of

    patch.around(f"{NOTICE}.pages.page_of", make)


@saboteur("policy-change.material_mailed", "owners and officers are not mailed")
def team_untold(patch: Patch) -> None:
    patch(f"{NOTICE}.letter.tell_the_team", lambda row: None)


@saboteur("policy-change.material_mailed", "who wrote on the site is not mailed", when=BY_MAIL)
def contacts_untold(patch: Patch) -> None:
    patch(f"{NOTICE}.tell_contacts._tell", lambda row, contact, address: None)


@saboteur("policy-change.material_mailed", "everybody is mailed twice")
def mailed_twice(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def write(**mail: Any) -> None:
            real(**mail)
            real(**{**mail, "occasion": mail["occasion"][::-1]})

        return write

    patch.around(f"{NOTICE}.letter.write", make)


@saboteur("policy-change.material_mailed", "the mail leads to no version")
def names_no_version(patch: Patch) -> None:
    from troth.post.letters import _composers

    known = _composers["notice"]

    def compose(mail: Any) -> Any:
        made = known.compose(mail)
        if made is not None:
            made.set_content(made.get_content().replace("/versions/", "/"))
        return made

    patch("troth.post.letters._composers", {**_composers, "notice": known._replace(compose=compose)})


@saboteur("policy-change.banner_until_acknowledged", "who looked once is shown it no more")
def one_look_is_enough(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def unseen(member: Any) -> Any:
            from troth.privacy.notice.news import see

            rows = list(real(member))
            for row in rows:
                see(member, row)
            return rows

        return unseen

    patch.around(f"{NOTICE}.news.unseen", make)


@saboteur("policy-change.banner_until_acknowledged", "putting it away changes nothing")
def never_away(patch: Patch) -> None:
    patch(f"{NOTICE}.news.see", lambda member, row: None)


@saboteur("policy-change.banner_until_acknowledged", "one of the team puts it away for all")
def away_for_all(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def see(member: Any, row: Any) -> None:
            for one in type(member).objects.filter(workspace_id=member.workspace_id):
                real(one, row)

        return see

    patch.around(f"{NOTICE}.news.see", make)


@saboteur("policy-change.banner_until_acknowledged", "a newer version puts an earlier one away")
def newer_puts_away(patch: Patch) -> None:
    patch.around(
        f"{NOTICE}.news.unseen", lambda real: lambda member: [one for one in real(member) if one.state != "superseded"]
    )


@saboteur("policy-change.banner_until_acknowledged", "it is shown for a month, to whoever looks by then")
def away_in_a_month(patch: Patch) -> None:
    from datetime import timedelta

    def make(real: Any) -> Any:
        def unseen(member: Any) -> Any:
            from troth.kernel.clock import now

            return [one for one in real(member) if one.in_force_at > now() - timedelta(days=30)]

        return unseen

    patch.around(f"{NOTICE}.news.unseen", make)


@saboteur("policy-change.minor_no_mail", "the team is mailed of a small change")
def team_told_of_small(patch: Patch) -> None:
    from troth.privacy.notice.letter import tell_the_team

    _kept(patch, lambda row: None if row.material else tell_the_team(row))


@saboteur("policy-change.minor_no_mail", "contacts are mailed of a small change")
def contacts_told_of_small(patch: Patch) -> None:
    def tell(row: Any) -> None:
        row.told_at = None
        row.save(update_fields=["told_at"])

    _kept(patch, tell)


@saboteur("policy-change.minor_no_mail", "the page of a small change bears another day")
def another_day(patch: Patch) -> None:
    from datetime import timedelta

    patch.around(f"{NOTICE}.draw.day", lambda real: lambda at, *more: real(at - timedelta(days=9), *more))


@saboteur("policy-change.purpose_change_is_material", "another purpose is a small change")
def purposes_are_small(patch: Patch) -> None:
    _small(patch, "purpose", "category")


@saboteur("policy-change.purpose_change_is_material", "another recipient is a small change")
def recipients_are_small(patch: Patch) -> None:
    _small(patch, "recipient", "transfer")


@saboteur("policy-change.purpose_change_is_material", "who says that a change is small is believed")
def believed(patch: Patch) -> None:
    patch(f"{NOTICE}.draft.Draft.material", property(lambda self: False))


@saboteur("policy-change.lead_time_kept", "a change of substance counts at once", when=LONG)
def at_once(patch: Patch) -> None:
    from troth.kernel.clock import now

    patch(f"{NOTICE}.publish.earliest", lambda made, grave=None: now())


@saboteur("policy-change.lead_time_kept", "it counts a day early", when=LONG)
def a_day_early(patch: Patch) -> None:
    from datetime import timedelta

    patch.around(f"{NOTICE}.take_effect.now", lambda real: lambda: real() + timedelta(days=1))


@saboteur("policy-change.lead_time_kept", "it does not count when its time has come", when=LONG)
def a_day_late(patch: Patch) -> None:
    from datetime import timedelta

    def make(real: Any) -> Any:
        def take_effect(site: Any) -> None:
            from troth.kernel.clock import now
            from troth.privacy.notice.rows import Notice

            late = now() - timedelta(days=1)
            if not Notice.objects.filter(site_id=site, state="announced", material=True, in_force_at__gt=late).exists():
                real(site)

        return take_effect

    for module in ("queries", "public"):
        patch.around(f"{NOTICE}.{module}.take_effect", make)


@saboteur("policy-change.lead_time_kept", "contacts are told once it counts", when=BY_MAIL)
def told_too_late(patch: Patch) -> None:
    from types import SimpleNamespace

    patch(f"{NOTICE}.tell_contacts._S", SimpleNamespace(ANNOUNCED="in_force", IN_FORCE="in_force"))


@saboteur("policy-change.reconsent_where_purposes_changed", "nobody is asked again")
def nobody_again(patch: Patch) -> None:
    patch(f"{NOTICE}.draft.asks_again", lambda changes: False)


@saboteur("policy-change.reconsent_where_purposes_changed", "everybody is asked again, whatever changed")
def everybody_again(patch: Patch) -> None:
    patch(f"{NOTICE}.draft.asks_again", lambda changes: any(one.material for one in changes))


@saboteur("policy-change.reconsent_where_purposes_changed", "what lies on the device changes before they answer")
def goes_on_storing(patch: Patch) -> None:
    scripts.panel(patch, "localStorage.setItem('spy',Math.random())")


@saboteur("policy-change.reconsent_where_purposes_changed", "the page's side remembers on before they answer")
def loader_goes_on(patch: Patch) -> None:
    scripts.loader(patch, "localStorage.setItem('spy',Math.random());")


@saboteur("policy-change.reconsent_where_purposes_changed", "the chat is connected before they answer")
def goes_on_talking(patch: Patch) -> None:
    scripts.panel(patch, "new WebSocket(location.origin.replace('http','ws')+'/ws')")


@saboteur("policy-change.reconsent_where_purposes_changed", "that they agreed again is recorded nowhere")
def unrecorded(patch: Patch) -> None:
    patch("troth.privacy.consent_api.renewed", lambda *of: None)


@saboteur("policy-change.minor_acknowledged_by_use", "that somebody worked on is kept nowhere")
def nothing_kept(patch: Patch) -> None:
    patch(f"{NOTICE}.news.work_on", lambda member: None)


@saboteur("policy-change.minor_acknowledged_by_use", "it is kept of another version")
def of_another_version(patch: Patch) -> None:
    def move(member: Any) -> None:
        from troth.privacy.notice.rows import Notice, NoticeSeen

        first = Notice.objects.filter(workspace_id=member.workspace_id, number=1).first()
        NoticeSeen.objects.filter(member=member, how="shown").update(notice=first)

    _worked(patch, move)


@saboteur("policy-change.minor_acknowledged_by_use", "who works on is said to have acknowledged it")
def said_to_know(patch: Patch) -> None:
    def away(member: Any) -> None:
        from troth.privacy.notice.rows import NoticeSeen

        NoticeSeen.objects.filter(member=member).update(how="put_away")

    _worked(patch, away)


@saboteur("policy-change.minor_acknowledged_by_use", "who works on is said to have agreed")
def said_to_agree(patch: Patch) -> None:
    def agree(member: Any) -> None:
        from troth.kernel.clock import now
        from troth.kernel.ids import new_id
        from troth.privacy.consent_rows import Consent

        last = Consent.objects.filter(workspace_id=member.workspace_id).order_by("-at").first()
        if last is not None:
            last.id, last.visitor, last.at = new_id(), member.id, now()
            last.save(force_insert=True)

    _worked(patch, agree)


def _worked(patch: Patch, then: Callable[[Any], None]) -> None:
    def make(real: Any) -> Any:
        def work_on(member: Any) -> None:
            real(member)
            then(member)

        return work_on

    patch.around(f"{NOTICE}.news.work_on", make)
