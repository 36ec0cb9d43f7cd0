from django.apps import AppConfig


class Privacy(AppConfig):
    name = "troth.privacy"
    label = "privacy"

    def ready(self) -> None:
        from troth.conversations.queries import limited_by
        from troth.datamap import egress
        from troth.datamap.purposes import RIGHTS
        from troth.post.letters import ask_first, compose_with
        from troth.sites import device, guard, notices

        from . import register
        from .attestation import letter as attestation_letter
        from .closing import letter as closing_letter
        from .notice import letter as notice_letter
        from .notice import public
        from .portal import code_mail
        from .profile.hold_to import check_site
        from .profile.queries import on_device
        from .profile.tighten import begin
        from .requests import letter
        from .requests.forbids import mail_refused, restricted

        egress.ask(register)
        compose_with(letter.KIND, letter.compose, RIGHTS)
        compose_with(attestation_letter.KIND, attestation_letter.compose, RIGHTS)
        compose_with(closing_letter.KIND, closing_letter.compose, RIGHTS)
        compose_with(notice_letter.KIND, notice_letter.compose, RIGHTS)
        compose_with(code_mail.KIND, code_mail.compose, RIGHTS)
        ask_first(mail_refused)
        limited_by(restricted)
        guard.ask_first(check_site)
        guard.begin_with(begin)
        notices.told_by(public.shown_of)
        device.promised_by(on_device)
