"""A proxy that speaks TLS, as an operator has one, with all that operators do wrong."""

import contextlib
import datetime
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.until import PATIENCE

HERE = "127.0.0.2"  # an address of this machine that Troth does not take for its own
_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
NOW = datetime.datetime.now(datetime.UTC)


class Authority:
    """Gives certificates. `path`: its own, for those who are to believe it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Authority of the tests")])
        self.path = folder / "authority.pem"
        own = self._signed(self._name, self._key, [], 30, ca=True)
        self.path.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def context(self, address: str = HERE, days: float = 90, *, believed: bool = True) -> ssl.SSLContext:
        """With a certificate for this address that ends in so many days; believed: else by nobody's authority."""
        issuer = self if believed else Authority(self._fresh())
        folder, key = self._fresh(), ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a server")])
        names = [x509.IPAddress(ipaddress.ip_address(address))]
        (folder / "chain.pem").write_bytes(
            issuer._signed(name, key, names, days).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "chain.pem")
        return context

    def _fresh(self) -> Path:
        folder = self._folder / f"certificate-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        return folder

    def _signed(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, names: list[x509.IPAddress], days: float,
        ca: bool = False,
    ) -> x509.Certificate:  # fmt: skip
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=60))
            .not_valid_after(NOW + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if ca:
            may = dict.fromkeys(_USES, False) | {"key_cert_sign": True, "crl_sign": True}
            made = made.add_extension(x509.KeyUsage(**may), critical=True)
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self._key, hashes.SHA256())


class Front:
    """To 127.0.0.1:`behind`. What it does is set on it at any time."""

    def __init__(self, behind: int, context: ssl.SSLContext | None) -> None:
        self.behind, self.context = behind, context
        self.upgrade: Literal["pass", "refuse", "swallow"] = "pass"
        self.source = "127.0.0.1"  # the address that Troth sees
        self.forwards = "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n"
        self.hides = ""  # a header of the answer
        self.date: datetime.datetime | None = None  # another one than the server's
        self.cuts_after = 0.0  # s without a byte from behind, a WebSocket; 0: hardly
        self.collects = False  # answers are passed on whole
        self.says = b""  # an answer of its own, instead of what is behind
        self.port = 0
        self._ended = threading.Event()

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://{HERE}:{self.port}"

    @contextmanager
    def running(self) -> Iterator["Front"]:
        with socket.create_server((HERE, 0)) as listening:
            self.port = listening.getsockname()[1]
            accepting = threading.Thread(target=self._accept, args=[listening])
            accepting.start()
            try:
                yield self
            finally:
                self._ended.set()
                with contextlib.suppress(OSError):
                    listening.shutdown(socket.SHUT_RDWR)
                accepting.join()

    def _accept(self, listening: socket.socket) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                one, _ = listening.accept()
                threading.Thread(target=self._serve, args=[one], daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(PATIENCE)
        with contextlib.suppress(OSError), contextlib.ExitStack() as ending:
            ending.enter_context(plain)
            client = plain
            if self.context:
                client = ending.enter_context(self.context.wrap_socket(plain, server_side=True))
            head = _head(client)
            upgrading = b"upgrade: websocket" in head.lower()
            if self.says or (upgrading and self.upgrade == "refuse"):
                client.sendall(
                    self.says or b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
                return
            if upgrading and self.upgrade == "swallow":
                self._ended.wait(PATIENCE)
                return
            behind = ending.enter_context(
                socket.create_connection(("127.0.0.1", self.behind), timeout=PATIENCE, source_address=(self.source, 0))
            )
            line, _, rest = head.partition(b"\r\n")
            behind.sendall(line + b"\r\n" + self.forwards.encode() + rest)
            if upgrading:
                back = threading.Thread(target=_pipe, args=[client, behind], daemon=True)
                back.start()
                if self.cuts_after:
                    behind.settimeout(self.cuts_after)
                _pipe(behind, client)
                return
            length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
            body = head.partition(b"\r\n\r\n")[2]
            while length and len(body) < int(length[1]):
                more = client.recv(65536)
                behind.sendall(more)
                body += more
            client.sendall(self._changed(_all(behind)))

    def _changed(self, answer: bytes) -> bytes:
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        if self.hides:
            lines = [one for one in lines if not one.lower().startswith(self.hides.encode())]
        if self.date:
            lines = [one for one in lines if not one.lower().startswith(b"date:")]
            lines.append(b"Date: " + format_datetime(self.date, usegmt=True).encode())
        if self.collects and any(one.lower() == b"transfer-encoding: chunked" for one in lines):
            lines = [one for one in lines if not one.lower().startswith(b"transfer-encoding")]
            body = b"".join(re.findall(rb"[0-9a-f]+\r\n((?:.|\n)*?)\r\n(?=[0-9a-f]+\r\n)", body))
            lines.append(b"Content-Length: %d" % len(body))
        return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _head(client: socket.socket) -> bytes:
    seen = b""
    while b"\r\n\r\n" not in seen:
        more = client.recv(65536)
        if not more:
            raise OSError("gone")
        seen += more
    return seen


def _all(source: socket.socket) -> bytes:
    parts = []
    while part := source.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _pipe(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
