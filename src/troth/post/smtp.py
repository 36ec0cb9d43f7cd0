"""SMTP by the standard library, with the end of DATA in our own hands, so that we know what may have arrived."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable

from troth.datamap import egress
from troth.kernel.config import Smtp as SmtpSetting

from .transport import Letter, Passing, Permanent, Uncertain

_LONE_END = re.compile(rb"\r\n|\r|\n")
_GOODBYE = 5  # seconds
_LEADING_DOT = re.compile(rb"(?m)^\.")


class SmtpTransport:
    """One connection a mail: these are few, and a stale connection is one failure more.

    timeout: seconds any single answer may take. RFC 5321 4.5.3.2.6 asks for 600 after the last line.
    """

    done = "sent"

    def __init__(self, setting: SmtpSetting, timeout: float = 30, last_timeout: float = 600) -> None:
        self.setting, self.timeout, self.last_timeout = setting, timeout, last_timeout

    def refused(self) -> str:
        return egress.why_not(self.setting.host)

    def send(self, letter: Letter, hand_over: Callable[[], None]) -> None:
        smtp = self._connected()
        try:
            self._envelope(smtp, letter)
            self._content(smtp, letter.content)
            hand_over()
            self._last_line(smtp)
            _goodbye(smtp)
        finally:
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        setting = self.setting
        try:
            egress.out_to(setting.host, "mail")
        except egress.Refused as refused:
            raise Passing(str(refused)) from None
        try:
            smtp: smtplib.SMTP
            if setting.tls == "implicit":
                smtp = smtplib.SMTP_SSL(
                    setting.host, setting.port, timeout=self.timeout, context=ssl.create_default_context()
                )
            else:
                smtp = smtplib.SMTP(setting.host, setting.port, timeout=self.timeout)
        except smtplib.SMTPResponseException as error:
            raise Passing(f"greeting: {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Passing(f"connecting: {type(error).__name__}") from None
        try:
            smtp.ehlo_or_helo_if_needed()
            if setting.tls == "starttls" and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if setting.user:
                if not isinstance(smtp.sock, ssl.SSLSocket):  # whoever is in between can strike STARTTLS out
                    raise Passing("signing in: the server offers no TLS, and the password is not sent without it")
                smtp.login(setting.user, setting.password)
        except Passing:
            smtp.close()
            raise
        except smtplib.SMTPResponseException as error:  # a wrong password is the operator's to mend, the mail can wait
            smtp.close()
            raise Passing(f"signing in: {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            raise Passing(f"signing in: {type(error).__name__}") from None
        return smtp

    def _envelope(self, smtp: smtplib.SMTP, letter: Letter) -> None:
        options = []
        if not (letter.to.isascii() and letter.sender.isascii()):
            if not smtp.has_extn("smtputf8"):
                raise Permanent("the mail server takes no addresses beyond ASCII")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
            smtp.command_encoding = "utf-8"
        _step("sender", lambda: smtp.mail(letter.sender, options), 250)
        _step("recipient", lambda: smtp.rcpt(letter.to), 250, 251)

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> None:
        """DATA and all lines but the last: until then the server has no mail."""
        _step("data", lambda: smtp.docmd("DATA"), 354)
        lines = _LEADING_DOT.sub(b"..", _LONE_END.sub(b"\r\n", content))
        try:
            smtp.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        except (OSError, smtplib.SMTPException) as error:
            raise Passing(f"content: {type(error).__name__}") from None

    def _last_line(self, smtp: smtplib.SMTP) -> None:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self.last_timeout)
            smtp.send(b".\r\n")
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Uncertain(f"no answer after the whole mail: {type(error).__name__}") from None
        if 400 <= code < 600:
            raise _answer("final answer", code)
        if not 200 <= code < 300:  # no answer of SMTP: the mail may be on its way
            raise Uncertain(f"odd answer after the whole mail: {code}")


def _goodbye(smtp: smtplib.SMTP) -> None:
    """What was answered is answered: a QUIT that hangs or fails changes nothing."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if smtp.sock is not None:
            smtp.sock.settimeout(_GOODBYE)
        smtp.quit()


def _step(name: str, do: Callable[[], tuple[int, bytes]], *good: int) -> None:
    try:
        code, _ = do()
    except (OSError, smtplib.SMTPException) as error:
        raise Passing(f"{name}: {type(error).__name__}") from None
    if code not in good:
        raise _answer(name, code)


def _answer(name: str, code: int) -> Passing | Permanent:
    return Permanent(f"{name}: {code}") if 500 <= code < 600 else Passing(f"{name}: {code}")
