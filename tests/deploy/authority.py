"""A certificate authority of the test's own, with one certificate for the names it is asked for."""

import base64
import datetime
import ipaddress
import ssl
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Authority:
    """`ca`, `certificate` and `key` are files in `folder`; `pin` is how a browser names the certificate's key."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.ca, self.certificate, self.key = (folder / name for name in ("ca.pem", "site.pem", "site.key"))
        root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        above = _named("Test authority")
        ca = _begun(above, above, root.public_key()).add_extension(x509.BasicConstraints(True, 0), critical=True)
        ca = ca.add_extension(x509.SubjectKeyIdentifier.from_public_key(root.public_key()), critical=False)
        ca = ca.add_extension(_USES_OF_CA, critical=True)
        site = _begun(_named(names[0]), above, own.public_key())
        site = site.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        site = site.add_extension(x509.BasicConstraints(False, None), critical=True)
        site = site.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
        self.ca.write_bytes(ca.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        self.certificate.write_bytes(site.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        self.key.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public = own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.pin = base64.b64encode(sha256(public).digest()).decode()

    def serving(self) -> ssl.SSLContext:
        """For a server of the test's own."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate, self.key)
        return made


_USES_OF_CA = x509.KeyUsage(
    digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
    key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
)  # fmt: skip


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _name(one: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(one))
    except ValueError:
        return x509.DNSName(one)


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begun = begun.serial_number(x509.random_serial_number())
    return begun.not_valid_before(now - DAY).not_valid_after(now + 30 * DAY)
