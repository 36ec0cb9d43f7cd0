"""What a person sees where a download can't be: what happened, what to do."""

from django.template.loader import render_to_string

from troth.kernel.errors import TrothError

from .words import RTL, WORDS, spoken


def refused_page(error: TrothError, languages: str) -> bytes:
    """languages: as a browser wishes, the first one counts."""
    language = spoken(languages.partition(",")[0].partition(";")[0].strip())
    context = {
        "language": language, "direction": "rtl" if language in RTL else "ltr", "w": WORDS[language],
        "told": WORDS[language]["used" if error.code == "gone" else "unfetched"],
    }  # fmt: skip
    return str(render_to_string("privacy/refused.html", context)).encode()
