"""Those of privacy-signal."""

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("privacy-signal.dnt", "the server does not read the header DNT", when={"signals.dnt": "honour"})
def deaf_to_dnt(patch: Patch) -> None:
    patch("troth.visitors.signals.HEADERS", {"gpc": "Sec-GPC"})


@saboteur("privacy-signal.dnt", "DNT is heeded although it is said to be ignored", when={"signals.dnt": "ignore"})
def heeds_dnt(patch: Patch) -> None:
    patch("troth.project.desk.heeded", lambda signals, rules: bool(signals))


@saboteur("privacy-signal.gpc", "the server does not read the header Sec-GPC", when={"signals.gpc": "honour"})
def deaf_to_gpc(patch: Patch) -> None:
    patch("troth.visitors.signals.HEADERS", {"dnt": "DNT"})


@saboteur("privacy-signal.said", "gpc.json says yes, whatever the sites do", when={"signals.gpc": "ignore"})
def says_yes(patch: Patch) -> None:
    from django.http import JsonResponse

    patch("troth.privacy.signals_page.JsonResponse", lambda told, **more: JsonResponse({**told, "gpc": True}, **more))
