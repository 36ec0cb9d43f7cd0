"""Those of dsr-route."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("dsr-route.right_workspace", "an officer of one company reads the cases of another")
def all_cases(patch: Patch) -> None:
    from troth.accounts.models import Member

    def anybody(asker: Any, workspace: Any, *roles: Any) -> Any:
        return Member.objects.select_related("workspace", "person").filter(workspace_id=workspace, role="owner").first()

    patch("troth.privacy.requests.find.membership", anybody)


@saboteur("dsr-route.right_workspace", "the case opens nowhere")
def lost(patch: Patch) -> None:
    patch("troth.privacy.portal.asks.file", lambda *of, **more: None)


@saboteur("dsr-route.controller_named", "the page does not say who answers")
def nameless(patch: Patch) -> None:
    patch.around(
        "troth.privacy.portal.page._made",
        lambda real: lambda request, template, told, status: real(request, template, told | {"company": ""}, status),
    )


@saboteur("dsr-route.operator_sees_no_words", "what was asked lies in clear")
def unsealed(patch: Patch) -> None:
    patch("troth.privacy.requests.file.seal", lambda row, what, words: words.encode() if words else None)


@saboteur("dsr-route.operator_sees_no_words", "what was asked is logged")
def logged(patch: Patch) -> None:
    import logging

    def logging_it(real: Any) -> Any:
        def words_of(words: str, field: str) -> Any:
            logging.getLogger("troth.privacy").warning("asked: %s", words)
            return real(words, field)

        return words_of

    patch.around("troth.privacy.requests.file.words_of", logging_it)


@saboteur("dsr-route.member_sees_state", "requests are not shown to who made them")
def unseen(patch: Patch) -> None:
    patch("troth.privacy.portal.rights.told", lambda own, language: [])
