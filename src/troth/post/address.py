"""What we take for a mail address, and how one is shown to people who need not read it whole."""

import re

from troth.kernel.errors import Invalid

MOST = 254  # characters, RFC 5321 4.5.3.1
MOST_NAME = 64  # of them before the @
_PART = r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f.]+"
_SHAPE = re.compile(rf"{_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")


def mail_address(text: str, field: str = "address") -> str:
    """Return the address without spaces around it. Raises Invalid naming `field`."""
    address = text.strip()
    if (
        len(address) > MOST
        or not _SHAPE.fullmatch(address)
        or address.index("@") > MOST_NAME
        or not address.isprintable()  # marks of no width, or that change the direction of writing
        or "=?" in address  # mail programs would read it as an encoded word
    ):
        raise Invalid("This is not a mail address.", fields={field: "email"})
    return address


def is_mail_address(text: str) -> bool:
    """Whether `mail_address` takes it."""
    try:
        mail_address(text)
    except Invalid:
        return False
    return True


def shown(address: str) -> str:
    """`vi@example.org` as `v•••@example.org`."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}•••@{host}"
