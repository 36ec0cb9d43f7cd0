"""The way in from the world: the address, the proxy, TLS. All of it can be looked at from any machine."""

import json
import re
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509

from troth import __version__
from troth.kernel.ids import new_id

from .asked import Away, ask, unverified, why
from .found import CantLook, Check, Found, broken, ok, warning
from .installation import Installation
from .spoken import greeted, spoken

_HELLO = '{"op":"hello","v":1,"pass":"doctor"}'  # refused by every Troth, in a frame
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED: another check's
LEAST_HSTS = 86_400  # s


def _address(here: Installation) -> Found:
    if not here.for_the_world and here.config.host not in ("127.0.0.1", "localhost", "::1"):
        return broken(
            f"Troth listens for other machines (HOST is {here.config.host}), and TROTH_BASE_URL says {here.url}, which"
            " leads each of them to itself.",
            "Set TROTH_BASE_URL to the address that people type, like https://chat.example.org.",
            "settings",
        )
    if not here.for_the_world and here.server() is None:
        raise CantLook("TROTH_BASE_URL is this machine's own address, and no server runs here")
    try:
        answer = here.public()
    except CantLook as error:
        return broken(
            f"People who open {here.url} get nothing: {error.why}.",
            "Look at its DNS record, at the firewall and at the proxy, and whether TROTH_BASE_URL is written right.",
            "behind-a-proxy",
        )
    if _health_of(answer.body) is None:
        return broken(
            f"{here.url}/health answers {answer.status}, and it is not Troth that answers.",
            "Lead all paths of this name to Troth's HOST and PORT, and start it if it does not run.",
            "behind-a-proxy",
        )
    if answer.status != 200:
        names = ", ".join(_health_of(answer.body) or []) or "stopping"
        return broken(f"{here.url}/health says that this does not work: {names}.", "Look at the server's log.", "start")
    return ok(f"{here.url} is answered by Troth.")


def _version(here: Installation) -> Found:
    said = _told(here)
    if said != __version__:
        return broken(
            f"{here.url} is served by Troth {said}, and this program is {__version__}.",
            "Restart the server with the version that is installed, or run the doctor of the one that serves.",
            "upgrade",
        )
    return ok(f"{here.url} is served by Troth {said}, as is this program.")


def _encrypted(here: Installation) -> Found:
    here.only_here()
    if not here.secure:
        return broken(
            f"{here.url} is not encrypted: passwords and talks can be read on the way, and pages that are https show no"
            " widget from it.",
            "Let a proxy speak TLS, and set TROTH_BASE_URL to https://...",
            "behind-a-proxy",
        )
    return ok("The public address is https.")


def _certificate(here: Installation) -> Found:
    _needs_tls(here)
    try:
        with _greeted(here, ssl.create_default_context()):
            return ok(f"Browsers believe the certificate of {here.host}.")
    except ssl.SSLCertVerificationError as error:
        if error.verify_code == _EXPIRED:
            raise CantLook("the certificate's time is over") from None
        return broken(
            f"Browsers refuse the certificate of {here.host}: {error.verify_message.rstrip('.')}.",
            "Give the proxy a certificate of this name from a public authority, with the whole chain (fullchain.pem).",
            "behind-a-proxy",
        )


def _certificate_end(here: Installation) -> Found:
    _needs_tls(here)
    with _greeted(here, unverified()) as secured:
        end = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"").not_valid_after_utc
    left = end - datetime.now(UTC)
    renew = "Renew it now, and look why that does not happen by itself (certbot renew, the proxy's log)."
    if left <= timedelta():
        return broken(f"The certificate of {here.host} ended on {end:%Y-%m-%d}.", renew, "behind-a-proxy")
    if left < timedelta(days=here.bars.certificate_days):
        return warning(
            f"The certificate of {here.host} ends in {left.days} days, on {end:%Y-%m-%d}.", renew, "behind-a-proxy"
        )
    return ok(f"The certificate of {here.host} is good until {end:%Y-%m-%d}.")


def _hsts(here: Installation) -> Found:
    if not here.secure:
        raise CantLook("the public address is not https")
    said = here.public().headers.get("strict-transport-security", "")
    found = re.search(r'max-age="?(\d+)', said, re.IGNORECASE)
    if found is None or int(found[1]) < LEAST_HSTS:
        return warning(
            f"{here.host} does not ask browsers to stay with TLS (Strict-Transport-Security).",
            "Troth sends that header: let the proxy pass it on, and not hide or shorten it.",
            "behind-a-proxy",
        )
    return ok("Browsers are asked to stay with TLS.")


def _redirect(here: Installation) -> Found:
    if not here.secure:
        raise CantLook("the public address is not https")
    if urlsplit(here.url).port is not None and here.plain_port == 80:
        raise CantLook("the public address names a port, which nobody types without https")
    mend = "Let the proxy answer http with a redirect (301) to https, and with nothing else."
    try:
        answer = ask(f"http://{here.host}:{here.plain_port}", "/console/")
    except Away:
        return warning(f"Who types {here.host} without https gets nothing.", mend, "behind-a-proxy")
    if not (300 <= answer.status < 400 and answer.headers.get("location", "").startswith("https://")):
        return broken(
            f"http://{here.host} answers {answer.status} instead of leading to https: what is sent there can be read on"
            " the way.",
            mend,
            "behind-a-proxy",
        )
    return ok(f"http://{here.host} leads to https.")


def _websocket(here: Installation) -> Found:
    _reached(here)
    mend = "Pass Upgrade and Connection on for /ws with HTTP/1.1, and wait 75 seconds at least for the next byte."
    address = f"ws{here.url.removeprefix('http')}/ws"
    try:
        status, said = spoken(here.url, _HELLO)
        if status == 101 and not said.startswith(b"{"):  # a busy machine may say hello too late: once more
            status, said = spoken(here.url, _HELLO)
    except TimeoutError:
        says = f"The upgrade to a WebSocket is swallowed at {address}: nothing answers"
    except (OSError, ValueError) as error:
        says = f"The WebSocket at {address} breaks: {why(error)}"
    else:
        if status == 101 and said.startswith((b'{"op":"error"', b'{"op":"reload"')):
            return ok("WebSockets come through, and Troth answers in them.")
        says = f"The upgrade to a WebSocket is answered with {status} at {address}"
        if status == 101:
            says = f"The WebSocket at {address} opens, and what Troth says in it does not arrive"
    return broken(f"{says}.", mend, "behind-a-proxy")


def _event_stream(here: Installation) -> Found:
    _reached(here)
    headers = {"Troth-Line": str(new_id()), "Content-Type": "application/json", "Authorization": "Bearer doctor"}
    try:
        answer = ask(here.url, "/api/v1/line", "POST", headers, f"[{_HELLO}]".encode())
    except Away as error:
        return _stream_fault(f"does not come through: {error}")
    if answer.status in (404, 405) and b'"code"' in answer.body:
        raise CantLook("this server has no event stream")
    if answer.status in (401, 429) and b'"code"' in answer.body:
        return ok("Event streams reach Troth.")
    if answer.status != 200 or "text/event-stream" not in answer.headers.get("content-type", ""):
        return _stream_fault(f"is answered with {answer.status}, and not by Troth")
    if "content-length" in answer.headers or "content-encoding" in answer.headers:
        return _stream_fault("is collected or packed on the way, so that nothing of it arrives until it ends")
    return ok("Event streams come through as they are.")


def _stream_fault(how: str) -> Found:
    return warning(
        f"The event stream, which stands in where WebSockets are blocked, {how}.",
        "Let the proxy pass POST /api/v1/line on unbuffered and unpacked (proxy_buffering off, gzip off).",
        "behind-a-proxy",
    )


def _needs_tls(here: Installation) -> None:
    if not here.secure:
        raise CantLook("the public address is not https")
    here.public()


def _greeted(here: Installation, context: ssl.SSLContext) -> ssl.SSLSocket:
    try:
        return greeted(here.url, context)
    except ssl.SSLCertVerificationError:
        raise
    except OSError as error:
        raise CantLook(f"{here.host} can't be reached ({why(error)})") from None


def _reached(here: Installation) -> None:
    if not here.for_the_world:
        here.running()
    here.public()


def _health_of(body: bytes) -> list[str] | None:
    """What /health names as broken; None when it is not Troth's."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return list(said.get("broken", [])) if isinstance(said, dict) and "version" in said and "ok" in said else None


def _told(here: Installation) -> str:
    _reached(here)
    body = here.public().body
    if _health_of(body) is None:
        raise CantLook(f"it is not Troth that answers at {here.url}")
    return str(json.loads(body)["version"])


CHECKS = (
    Check("public address", "`TROTH_BASE_URL` leads to Troth, from everywhere", _address, True),
    Check("version", "what serves is the version that is installed", _version, True),
    Check("https", "the public address is encrypted", _encrypted, True),
    Check("certificate", "browsers believe it: chain and name", _certificate, True),
    Check("certificate's end", "it is good for three more weeks", _certificate_end, True),
    Check("HSTS", "the proxy passes on that browsers are to stay with TLS", _hsts, True),
    Check("http to https", "whoever types the name alone is led to https", _redirect, True),
    Check("WebSocket", "an upgrade through the public address, and a frame back", _websocket, True),
    Check("event stream", "what stands in for WebSockets comes through unbuffered", _event_stream, True),
)  # fmt: skip
