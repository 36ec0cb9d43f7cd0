"""Those of dsr-rectify."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-rectify.mirrors_follow", "nobody is told that a name was put right: the search keeps it")
def tells_nobody(patch: Patch) -> None:
    patch("troth.privacy.requests.accept.tell_corrected", lambda *args: None)


@saboteur("dsr-rectify.mirrors_follow", "forms of earlier talks keep what was wrong, and are found by it")
def leaves_forms(patch: Patch) -> None:
    patch("troth.privacy.requests.accept.correct_answers", lambda workspace, contact, corrected: 0)


@saboteur("dsr-rectify.mirrors_follow", "the search index keeps the words of a form that was put right")
def leaves_the_index(patch: Patch) -> None:
    patch("troth.search.passages._About.forms", lambda self, streams: [])


@saboteur("dsr-rectify.own_profile", "a name of one's own is taken and not kept")
def keeps_no_name(patch: Patch) -> None:
    def make(real: Any) -> Any:
        return lambda asker, *, name, language: real(asker, name=None, language=language)

    patch.around("troth.accounts.api.change_person", make)


@saboteur("dsr-rectify.filed_by_letter", "who wrote by letter is told nothing")
def silent(patch: Patch) -> None:
    patch("troth.privacy.requests.file.tell", lambda row, act, address: None)
    patch("troth.privacy.requests.close.tell", lambda row, act, address: None)
