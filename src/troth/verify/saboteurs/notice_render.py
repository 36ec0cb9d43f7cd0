"""Those of notice-render."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur

NOTICE = "troth.privacy.notice"


def _promised(patch: Patch, **other: str) -> None:
    patch.around(f"{NOTICE}.gather.promised", lambda real: lambda workspace: real(workspace)._replace(**other))


def _page(patch: Patch, change: Any) -> None:
    """Of what is drawn, before it is kept."""
    patch.around(f"{NOTICE}.draw.render_to_string", lambda real: lambda name, told: change(real(name, told)))


def _paper(patch: Patch, change: Any) -> None:
    patch.around(f"{NOTICE}.paper._printed", lambda real: lambda article, *more: real(change(article), *more))


@saboteur("notice-render.scope_stated", "it does not say whom it is about", when={"policy.scope": "whoever writes"})
def covers_nobody(patch: Patch) -> None:
    _promised(patch, covers="")


@saboteur("notice-render.scope_stated", "what is kept of the team is told among what is kept of visitors")
def mixes_the_team_in(patch: Patch) -> None:
    def make(real: Any) -> Any:
        def why(leaves: Any, site: Any) -> Any:
            from msgspec.structs import replace

            made = real(leaves, site)
            return [*made, replace(made[0], purpose="account")]

        return why

    patch.around(f"{NOTICE}.gather._why", make)


@saboteur("notice-render.scope_stated", "it says nothing of the people who work there")
def silent_of_the_team(patch: Patch) -> None:
    _page(patch, lambda html: html.replace("the people who work for", "whoever else there is at"))


@saboteur("notice-render.law_and_forum", "the law is not printed", when={"policy.law": "Ruritania"})
def no_law(patch: Patch) -> None:
    _promised(patch, law="")


@saboteur("notice-render.law_and_forum", "the courts are not printed", when={"policy.forum": "Strelsau"})
def no_courts(patch: Patch) -> None:
    _promised(patch, forum="")


@saboteur("notice-render.date_is_effective", "the page bears another day than that from which it counts")
def another_day(patch: Patch) -> None:
    from datetime import timedelta

    patch.around(f"{NOTICE}.draw.day", lambda real: lambda at, *more: real(at + timedelta(days=9), *more))


@saboteur("notice-render.date_is_effective", "Last-Modified is whenever somebody looks")
def modified_now(patch: Patch) -> None:
    import time

    patch.around(f"{NOTICE}.pages.http_date", lambda real: lambda at: real(time.time() - 86_400))


@saboteur("notice-render.date_is_effective", "the ETag knows nothing of the version")
def one_tag(patch: Patch) -> None:
    patch(f"{NOTICE}.pages.fingerprint", lambda _: "0" * 64)


@saboteur("notice-render.pdf_same_words", "a word is another on paper")
def another_word(patch: Patch) -> None:
    _paper(patch, lambda article: article.replace("kept", "held"))


@saboteur("notice-render.pdf_same_words", "the paper ends in the middle")
def half_a_paper(patch: Patch) -> None:
    _paper(patch, lambda article: article[: len(article) // 2])


@saboteur("notice-render.plain_words", "the page needs a script")
def needs_a_script(patch: Patch) -> None:
    _page(patch, lambda html: f"{html}<script>document.body.hidden = false</script>")


@saboteur("notice-render.plain_words", "a sentence never ends")
def never_ends(patch: Patch) -> None:
    _page(patch, lambda html: f"{html}<p>{'and whatever else there may be ' * 12}.</p>")


@saboteur("notice-render.plain_words", "what is said to be Arabic is English")
def english_for_all(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda row, language, page: real(row, "en", page)

    patch.around(f"{NOTICE}.pages.page_of", make)
