"""What stands before a server in earnest: it speaks TLS, with a certificate of its own, and says who came how."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ..in_step import Loop

HERE = "127.0.0.1"
_DAY = datetime.timedelta(days=1)
_NOT_OURS = (b"connection:", b"forwarded:", b"x-forwarded-")  # headers that a client may not say


class Front:
    """url: by which people come. trust: what believes its certificate. port: of the server behind, set once it is
    there."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        self.url, self.trust, self.port = f"https://localhost:{port}", trust, 0

    def lead(self, settings: dict[str, str]) -> None:
        """What the server behind has to know."""
        settings |= {"TROTH_BASE_URL": self.url, "TROTH_TRUSTED_PROXIES": HERE}


@contextlib.contextmanager
def front() -> Iterator[Front]:
    """A running one; whoever is connected when it ends is cut off."""
    loop = Loop()
    try:
        with tempfile.TemporaryDirectory(prefix="troth-front-") as folder:
            file = Path(folder) / "front.pem"
            file.write_bytes(_certificate())
            serving, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(file))
            serving.load_cert_chain(file)
        trust.verify_flags &= ~ssl.VERIFY_X509_STRICT  # which wants an authority above it
        there = _Running(serving)
        loop.do(there.begin())
        made = there.front = Front(there.port, trust)
        try:
            yield made
        finally:
            loop.do(there.end())
    finally:
        loop.stop()


class _Running:
    """Each request has a connection of its own behind, so that each is told of."""

    front: Front

    def __init__(self, serving: ssl.SSLContext) -> None:
        self._serving, self._tasks, self.port = serving, set[asyncio.Task[None]](), 0

    async def begin(self) -> None:
        self._server = await asyncio.start_server(self._enter, HERE, 0, ssl=self._serving)
        self.port = self._server.sockets[0].getsockname()[1]

    async def end(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            answers, behind = await asyncio.open_connection(HERE, self.front.port)
            with contextlib.closing(behind):
                behind.write(_told(head, writer.get_extra_info("peername")[0]))
                up = asyncio.ensure_future(_pass(reader, behind))
                try:
                    await _pass(answers, writer)
                finally:
                    up.cancel()


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Until it ends; then nothing more is said to the target either."""
    with contextlib.suppress(OSError):
        while piece := await source.read(64 * 1024):
            target.write(piece)
            await target.drain()
    target.close()


def _told(head: bytes, peer: str) -> bytes:
    """The head of a request, as the server behind is given it."""
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    upgrading = any(line.lower().startswith(b"upgrade:") for line in lines)
    kept = [line for line in lines if not line.lower().startswith(_NOT_OURS)]
    ours = [b"Connection: Upgrade" if upgrading else b"Connection: close", b"X-Forwarded-Proto: https",
            f"X-Forwarded-For: {peer}".encode()]  # fmt: skip
    return b"\r\n".join([first, *kept, *ours, b"", b""])


def _certificate() -> bytes:
    """For localhost, signed by itself; with its key, as PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - _DAY).not_valid_after(now + 30 * _DAY)
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(HERE))]
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
