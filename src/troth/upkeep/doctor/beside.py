"""What lies beside the database: keyring, files, mail server."""

import smtplib
import ssl
from email.utils import parseaddr

from troth.datamap import egress
from troth.filestore import Failure, open_store
from troth.kernel import scrubbed
from troth.kernel.ids import new_id
from troth.upkeep.refused import Refused
from troth.upkeep.tombstones import read_tombstones
from troth.vault.copying import copy_of
from troth.vault.look import Seen, look

from .asked import PATIENCE, why
from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation

_ANEW = "See that its disk is mounted and can be written, then restart the server: it writes the list anew."
_FILES = "files-in-an-s3-compatible-store"


def _keyring(here: Installation) -> Found:
    where = _where(here)
    where = where[0].upper() + where[1:]
    try:
        seen = _seen(here)
    except CantLook as error:
        return broken(
            f"Nothing can be sealed or read: {error.why}.",
            "Put the keyring back at its place, or mend TROTH_KEYRING_URL and its server.",
            "the-keyring",
        )
    if not seen.made:
        return broken(
            f"{where} holds no keys of Troth's.",
            "Put the right keyring there; a new installation makes its own at the first start.",
            "the-keyring",
        )
    if seen.steps != seen.of:
        return broken(
            f"{where} has the tables of another version.", "Start this version, or install the newer.", "upgrade"
        )
    if seen.restored:
        return broken(
            f"{where} was restored, and is not served until it is known who was erased since the backup.",
            "Finish the restore: troth restore --tombstones FILE.",
            "tombstones",
        )
    return ok(f"{where} answers.")


def _secret(here: Installation) -> Found:
    seen = _made(here)
    if seen.right_secret is False:
        return broken(
            f"TROTH_SECRET_KEY is not the one that {_where(here)} was made with: nothing it sealed can be read.",
            "Set the secret that was used before (it may be in `secret` in TROTH_VAR).",
            "the-keyring",
        )
    return ok("The secret opens the keyring.")


def _age(here: Installation) -> Found:
    seen = _made(here)
    [(used,)] = here.kept().read("SELECT coalesce(max(id), 0) FROM log_key")
    if seen.last_key < used:
        return broken(
            f"The keyring is older than the database, or another's: it made {seen.last_key:,} keys, and the database"
            f" has used number {used:,}.",
            "Put the newest keyring back before the server starts.",
            "backup",
        )
    return ok("The keyring has all keys that the database has used.")


def _apart(here: Installation) -> Found:
    if _seen(here).shared:
        return broken(
            "The keyring lies in the main database: whoever copies that reads everything, and an erasure comes back"
            " with each backup.",
            "Make a database of its own for it (TROTH_KEYRING_URL).",
            "the-keyring",
        )
    keys, main = here.config.keyring, here.config.database
    if keys.kind == main.kind == "postgres" and (keys.host, keys.port) == (main.host, main.port):
        return warning(
            "Keyring and main database are on one server: see that they are never in the same backup.",
            "Put the keyring on another server, or back the two up apart.",
            "the-keyring",
        )
    return ok("Keyring and main database lie apart.")


def _tombstones(here: Installation) -> Found:
    path = here.config.tombstones
    if path is None:
        raise CantLook("TROTH_TOMBSTONES is not set, so you say at a restore who was erased")
    _made(here)
    if path.exists():
        try:
            named = len(read_tombstones(here.config, path))
        except Refused as error:
            return broken(f"The list of erasures outside can't be read: {error}", _ANEW, "tombstones")
        destroyed = copy_of(here.config.keyring).destroyed()
        if named < destroyed:
            return broken(
                f"{path} names {named:,} of {destroyed:,} destroyed keys: a restore would bring the others back.",
                _ANEW,
                "tombstones",
            )
        if path.stat().st_dev == here.config.var.stat().st_dev:
            return warning(
                f"{path} is on the same disk as TROTH_VAR, and lost with it.",
                "Let TROTH_TOMBSTONES name a file on another disk.",
                "tombstones",
            )
        return ok("The list of erasures outside is complete.")
    return broken(f"The list of erasures is not at {path}.", _ANEW, "tombstones")


def _seen(here: Installation) -> Seen:
    try:
        return look(here.config.keyring, here.config.secret("keyring"))
    except FileNotFoundError:
        raise CantLook(f"there is no keyring at {here.config.keyring.path}") from None
    except Exception as error:
        raise CantLook(f"{_where(here)} can't be read ({scrubbed.told(error)})") from None


def _made(here: Installation) -> Seen:
    seen = _seen(here)
    if not seen.made:
        raise CantLook("there is no keyring yet")
    return seen


def _where(here: Installation) -> str:
    keys = here.config.keyring
    return (
        f"the keyring {keys.path}"
        if keys.kind == "sqlite"
        else f"the keyring {keys.name} on {keys.host or 'this machine'}"
    )


def _files(here: Installation) -> Found:
    at = here.config.files
    store, name, box = open_store(at), f"doctor-{new_id().hex}", b"troth doctor"
    try:
        store.attempt()
        if at.kind == "s3" or at.folder.is_dir():
            try:
                store.put(name, box)
                same = store.get(name) == box
            finally:
                store.delete(name)
            if not same:
                return broken(
                    "The store of files gives back something else than it got.",
                    "Look at that store.",
                    _FILES,
                )
    except Failure as error:
        return broken(
            f"Files can't be kept: {error.reason}.",
            "Look at FILES_URL, at the rights of its key (get, put, delete) and at its disk."
            if at.kind == "s3"
            else "Give the folder to the server's user, and make room on its disk.",
            _FILES,
        )
    return ok("Files are written, read and deleted.")


def _smtp(here: Installation) -> Found:
    setting = here.config.smtp
    if setting is None:
        here.only_here()
        return warning(
            "Mail is not sent but kept as files: nobody gets a transcript or a new password.",
            "Set TROTH_SMTP_URL and TROTH_MAIL_FROM.",
            "mail",
        )
    step = "does not answer"
    try:
        egress.out_to(setting.host, "the doctor's mail server")
        smtp = (
            smtplib.SMTP_SSL(setting.host, setting.port, timeout=PATIENCE, context=ssl.create_default_context())
            if setting.tls == "implicit"
            else smtplib.SMTP(setting.host, setting.port, timeout=PATIENCE)
        )
        with smtp:
            step = "answers EHLO with an error"
            smtp.ehlo_or_helo_if_needed()
            if setting.tls == "starttls" and smtp.has_extn("starttls"):
                step = "offers TLS, and it fails"
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if setting.user:
                if not isinstance(smtp.sock, ssl.SSLSocket):
                    return _no_mail("offers no TLS, and the password is not sent without it")
                step = "refuses the user or the password"
                smtp.login(setting.user, setting.password)
            step = "refuses the sender of TROTH_MAIL_FROM"
            code, _ = smtp.mail(parseaddr(here.config.mail_from)[1])
            if code != 250:
                return _no_mail(f"{step}: {code}")
            smtp.rset()
    except egress.Refused as refused:
        return broken(f"No mail is sent, by decision: {refused}.", "Ask the privacy officer.", "processors")
    except smtplib.SMTPResponseException as error:
        return _no_mail(f"{step}: {error.smtp_code}")
    except smtplib.SMTPException as error:
        return _no_mail(f"{step}: {type(error).__name__}")
    except OSError as error:
        return _no_mail(f"{step}: {why(error)}")
    return ok("The mail server takes mail of ours.")


def _no_mail(how: str) -> Found:
    return broken(
        f"No mail can be sent: the mail server {how}.",
        "Look at TROTH_SMTP_URL (host, port, user, password, smtps or smtp) and at TROTH_MAIL_FROM.",
        "mail",
    )


def _sender(here: Installation) -> Found:
    here.only_here()
    domain = parseaddr(here.config.mail_from)[1].rpartition("@")[2].lower()
    if domain in ("localhost", "example.org", "example.com") or "." not in domain:
        return warning(
            f"The sender of mail is at {domain}, which other mail servers refuse.",
            "Set TROTH_MAIL_FROM to an address of a domain that is yours.",
            "mail",
        )
    return ok("The sender of mail has a domain of the world.")


CHECKS = (
    Check("keyring", "it is there, or its server answers", _keyring),
    Check("keyring's secret", "the secret is the one it was made with", _secret),
    Check("keyring's age", "it has all keys that the database has used", _age),
    Check("keyring apart", "it is not in the main database, nor on its server", _apart),
    Check("tombstones", "the file of `TROTH_TOMBSTONES` names every erasure, and is on another disk", _tombstones),
    Check("files", "one is written, read and deleted where `FILES_URL` says", _files),
    Check("SMTP", "connection, TLS, sign-in and sender are taken; no mail is sent", _smtp),
    Check("sender", "`TROTH_MAIL_FROM` is at a domain of the world", _sender),
)  # fmt: skip
