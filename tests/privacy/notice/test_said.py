"""What a notice and its cookie page say of a company and of a site."""

from tests.cast import Cast
from tests.privacy.notice.asked import path, promise, published, setting, text


def test_a_notice_names_the_law_the_courts_and_whom_it_is_about(cast: Cast) -> None:
    said = {"law": "Ruritania", "forum": "Strelsau", "scope": "whoever writes to us"}
    promise(
        cast.ada, cast.bikes_site, "\n".join(["[policy]", *(f'{name} = "{value}"' for name, value in said.items())])
    )
    published(cast.ada, cast.bikes_site)
    for language in ("en", "ar"):
        page = text(cast.bikes_site, f"?lang={language}")
        assert [value for value in said.values() if f"\u2068{value}\u2069" not in page] == []


def test_that_somebody_agreed_is_listed_only_where_they_are_asked(cast: Cast) -> None:
    key = f"troth.{cast.bikes_site.key}.agreed"
    published(cast.ada, cast.bikes_site)
    assert key not in text(cast.bikes_site, "/cookies")
    setting(cast.ada, cast.bikes_site, consent="ask")
    assert key in cast.ada.api.get(path(cast.bikes_site, "/preview"))["pages"]["en"]["cookies"]
