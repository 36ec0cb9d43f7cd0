"""Who may become a socket at all, before anybody has said who they are."""

PATH = "/ws"


class Refused(Exception):
    """An answer to the upgrade other than 101."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


def check_upgrade(path: str, has_query: bool, version: str) -> None:
    """Raise Refused for another path, a query (tokens never travel in addresses), or another WebSocket version."""
    if path != PATH:
        raise Refused(404, "There is no such thing.")
    if has_query:
        raise Refused(400, "The socket takes no query; the pass travels in the first frame.")
    if version != "13":
        raise Refused(426, "This server speaks WebSocket version 13.", {"Sec-WebSocket-Version": "13"})
