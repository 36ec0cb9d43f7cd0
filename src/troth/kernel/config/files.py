"""Where files are kept, as FILES_URL says it."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from .places import is_host
from .setting import Given

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
_LIKE = "s3://key:secret@bucket/prefix?endpoint=https://s3.example.org&region=eu-1"


class FilesAt(msgspec.Struct, frozen=True, kw_only=True):
    """`folder` for a folder; the rest for S3. endpoint: without a slash at the end."""

    kind: Literal["folder", "s3"]
    folder: Path = Path()
    bucket: str = ""
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = ""


def files(given: Given) -> FilesAt:
    text = given.text
    if "://" not in text:
        return FilesAt(kind="folder", folder=Path(text).absolute() if text else given.var / "files")
    try:
        parts = urlsplit(text)
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        good = parts.scheme == "s3" and not parts.fragment and parts.port is None
    except ValueError:
        good, query = False, {}
    bucket, prefix = (parts.hostname or "", parts.path.strip("/")) if good else ("", "")
    if not good or not _BUCKET.fullmatch(bucket) or (prefix and not _PREFIX.fullmatch(prefix)):
        raise given.wrong(f"must be a folder, or like {_LIKE}.")
    if unknown := query.keys() - {"endpoint", "region"}:
        raise given.wrong(f"has endpoint and region behind the question mark, not {sorted(unknown)[0]!r}.")
    region = query.get("region", [""])[-1] or "us-east-1"
    endpoint = query.get("endpoint", [""])[-1].rstrip("/") or f"https://s3.{region}.amazonaws.com"
    if not re.fullmatch(r"[a-z0-9-]{1,40}", region):
        raise given.wrong("names a region that is none; it is like region=eu-central-1.")
    if not _is_endpoint(endpoint):
        raise given.wrong("names an endpoint that is no address; it is like endpoint=https://s3.example.org:9000.")
    key_id, secret = _keys(given, unquote(parts.username or ""), unquote(parts.password or ""))
    return FilesAt(
        kind="s3", bucket=bucket, prefix=prefix, endpoint=endpoint, region=region, key_id=key_id, secret=secret
    )


def _is_endpoint(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and is_host(parts.hostname)
            and parts.port != 0
            and not (parts.path or parts.query or parts.fragment or parts.username)
        )
    except ValueError:
        return False


def _keys(given: Given, key_id: str, secret: str) -> tuple[str, str]:
    """In the address, or beside it: never half here and half there."""
    beside = str(given.before["s3_key"]), str(given.before["s3_secret"])
    if any((key_id, secret)) and any(beside):
        raise given.wrong("has keys, and AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is set too; set one of them.")
    key_id, secret = (key_id, secret) if any((key_id, secret)) else beside
    if not key_id or not secret:
        raise given.wrong("needs keys: s3://key:secret@bucket, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    return key_id, secret
