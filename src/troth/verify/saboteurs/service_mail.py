"""Those of service-mail."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("service-mail.not_suppressible", "who objected to one mail is sent none")
def sends_none(patch: Patch) -> None:
    patch("troth.post.sender.refusal", lambda mail, purpose: "the person objected to mails")


def _composed(patch: Patch, change: Any) -> None:
    def make(real: Any) -> Any:
        def composer(kind: str) -> Any:
            known = real(kind)
            if known is None:
                return None

            def compose(mail: Any) -> Any:
                message = known.compose(mail)
                if message is not None:
                    change(message)
                return message

            return known._replace(compose=compose)

        return composer

    patch.around("troth.post.sender.composer", make)


@saboteur("service-mail.no_promotion", "every mail ends with an offer")
def offers(patch: Patch) -> None:
    def change(message: Any) -> None:
        part = message.get_body(("plain",))
        part.set_content(part.get_content() + "\nUpgrade today: 20 % off.\n")

    _composed(patch, change)


@saboteur("service-mail.no_promotion", "every mail has a pixel that tells that it was opened")
def pixel(patch: Patch) -> None:
    def change(message: Any) -> None:
        part = message.get_body(("html",))
        if part is not None:
            part.set_content(part.get_content() + '<img src="https://count.example/1.gif">', subtype="html")

    _composed(patch, change)
