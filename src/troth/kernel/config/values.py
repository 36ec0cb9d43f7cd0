"""How plain values are read: numbers, choices, files and folders, senders, networks."""

import ipaddress
import os
import re
import socket
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path

from .setting import Given

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def text(given: Given) -> str:
    return given.text


def number(low: int, high: int) -> Callable[[Given], int]:
    """A whole number in digits."""

    def read(given: Given) -> int:
        text = given.text
        if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
            raise given.wrong(f"must be a whole number from {low} to {high}, not {text!r}.")
        return int(text)

    return read


def choice(*choices: str) -> Callable[[Given], str]:
    def read(given: Given) -> str:
        if given.text not in choices:
            raise given.wrong(f"must be {' or '.join(choices)}, not {given.text!r}.")
        return given.text

    return read


def switch(given: Given) -> bool:
    return choice("0", "1")(given) == "1"


def own_folder(given: Given) -> Path:
    """Made when it is not there, for its owner only: names and addresses are in there."""
    folder = Path(given.text).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise given.wrong(f": the folder {folder} can't be made ({error.strerror}).") from None
    if not os.access(folder, os.W_OK):
        raise given.wrong(f": the folder {folder} can't be written to.")
    return folder


def file_to_write(given: Given) -> Path | None:
    if not given.text:
        return None
    file = Path(given.text).absolute()
    if file.is_dir() or not file.name or not file.parent.is_dir() or not os.access(file.parent, os.W_OK):
        raise given.wrong(f": {file} must be a file in a folder that is there and can be written to.")
    return file


def sender(given: Given) -> str:
    name, at, domain = parseaddr(given.text)[1].rpartition("@")
    if not (name and at and domain) or any(one.isspace() for one in name + domain) or not given.text.isprintable():
        raise given.wrong(f"must be like Troth <chat@example.org>, not {given.text!r}.")
    return given.text


def networks(given: Given) -> tuple[Network, ...]:
    found = []
    for part in filter(None, (part.strip() for part in given.text.split(","))):
        try:
            found.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            raise given.wrong(f": {part!r} is no address or network.") from None
    return tuple(found)


def process_name(given: Given) -> str:
    name = given.text or re.sub(r"[^A-Za-z0-9._-]", "-", f"{socket.gethostname()[:40]}-{os.getpid()}")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", name):
        raise given.wrong(f"must be 1 to 60 letters, digits and .-_, not {name!r}.")
    return name
