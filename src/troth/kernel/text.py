"""What is text: any Unicode but U+0000, which PostgreSQL can't keep, and lone surrogates, which no UTF-8 holds."""

import re

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> bool:
    return _UNKEEPABLE.search(text) is None
