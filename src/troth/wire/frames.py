"""Every frame of the socket. Client ops are exactly hello subscribe unsubscribe say after typing mark here bye.

`ref` is a number the client chooses; the answer repeats it. Frames are UTF-8 JSON text of at most 16 KiB.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from .events import WireEvent

PROTOCOL = 1
MAX_FRAME = 16 * 1024  # bytes
MAX_TEXT = 4_000  # characters (code points) of one message; longer text is refused with `too_large`
MAX_FILES = 10  # files one message may name
MAX_AFTER = 200  # events in one answer

Ref = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class ClientFrame(msgspec.Struct, tag_field="op", kw_only=True, forbid_unknown_fields=False):
    """Base of what a client may send."""


class Hello(ClientFrame, tag="hello"):
    """The first frame, within 5 seconds. `v` is the protocol's version."""

    v: int
    pass_: str = msgspec.field(name="pass")


class Subscribe(ClientFrame, tag="subscribe"):
    """A conversation's stream (`stream`, `after`: last seq held) or a workspace's inbox (`workspace`, `cursor`)."""

    ref: Ref
    stream: UUID | None = None
    after: Seq = 0
    workspace: UUID | None = None
    cursor: str | None = None


class Unsubscribe(ClientFrame, tag="unsubscribe"):
    ref: Ref
    stream: UUID | None = None
    workspace: UUID | None = None


class Say(ClientFrame, tag="say"):
    """A message; `client_id` makes a repeat harmless. `files` are ids of uploads not yet named by another message."""

    ref: Ref
    stream: UUID
    client_id: UUID
    text: str = ""
    files: list[UUID] = []


class After(ClientFrame, tag="after"):
    ref: Ref
    stream: UUID
    after: Seq
    limit: Annotated[int, msgspec.Meta(ge=1, le=MAX_AFTER)] = MAX_AFTER


class Typing(ClientFrame, tag="typing"):
    stream: UUID
    on: bool = True


class Mark(ClientFrame, tag="mark"):
    """High-water marks of the sender: everything up to this seq was delivered to / seen by them."""

    stream: UUID
    delivered: Seq = 0
    seen: Seq = 0


Browser = Literal["", "Chrome", "Edge", "Firefox", "Opera", "Safari", "Samsung Internet", "other"]
System = Literal["", "Android", "ChromeOS", "iOS", "Linux", "macOS", "Windows", "other"]


class Page(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Where a visitor is; sent only where the site's telemetry allows. Where it is `full` also where they came from
    (host and path of `referrer`), and of which family their `browser` and their `system` are."""

    url: Annotated[str, msgspec.Meta(max_length=500)] = ""
    title: Annotated[str, msgspec.Meta(max_length=200)] = ""
    referrer: Annotated[str, msgspec.Meta(max_length=300)] = ""
    browser: Browser = ""
    system: System = ""


def seen_by(telemetry: str, page: Page) -> Page | None:
    """What of it this telemetry ("off", "basic", "full") lets anybody know."""
    if telemetry == "full":
        referrer = page.referrer.partition("?")[0].partition("#")[0]
        return page if referrer == page.referrer else msgspec.structs.replace(page, referrer=referrer)
    return Page(url=page.url, title=page.title) if telemetry == "basic" else None


class Here(ClientFrame, tag="here"):
    """An agent says whether they take conversations (a lease of 20 s, repeated every 10); a visitor where they are."""

    available: bool | None = None
    page: Page | None = None


class Bye(ClientFrame, tag="bye"):
    """The client leaves on purpose."""


AnyClientFrame = Hello | Subscribe | Unsubscribe | Say | After | Typing | Mark | Here | Bye


class ServerFrame(msgspec.Struct, tag_field="op", kw_only=True, omit_defaults=True):
    """Base of what the server sends."""


class Welcome(ServerFrame, tag="welcome"):
    """The pass is good. `here_every` is how often (s) an agent repeats `here`."""

    v: int
    now: datetime
    session: UUID
    here_every: int = 10


class Reload(ServerFrame, tag="reload"):
    """The client is too old for this server: load the page anew."""

    v: int


class MarkOf(msgspec.Struct, kw_only=True):
    participant: UUID
    kind: Literal["visitor", "agent"]
    delivered: int
    seen: int


class Subscribed(ServerFrame, tag="subscribed"):
    """`last` is the newest seq this receiver may see; missing events follow as `events`. For a workspace: `cursor`."""

    ref: int
    stream: UUID | None = None
    last: int = 0
    marks: list[MarkOf] = []
    workspace: UUID | None = None
    cursor: str | None = None


class Unsubscribed(ServerFrame, tag="unsubscribed"):
    ref: int
    stream: UUID | None = None
    workspace: UUID | None = None


class Ack(ServerFrame, tag="ack"):
    """The message is kept: this is sent after the commit and not before."""

    ref: int
    stream: UUID
    client_id: UUID
    seq: int
    at: datetime
    masked: int = 0
    duplicate: bool = False


class EventFrame(ServerFrame, tag="event"):
    event: WireEvent


class Events(ServerFrame, tag="events"):
    """Answer to `after`, and what follows `subscribed`. While `more`, ask again after the last. `ref` 0: unasked."""

    stream: UUID
    events: list[WireEvent]
    more: bool = False
    ref: int = 0


class Summary(ServerFrame, tag="summary"):
    """A conversation of a subscribed workspace moved; `event` is what the inbox needs of it. Keep the newest cursor."""

    workspace: UUID
    cursor: str
    event: WireEvent


class TypingNow(ServerFrame, tag="typing"):
    """Someone types. It ends by itself after 6 s without a repeat."""

    stream: UUID
    who: Literal["visitor", "agent"]
    id: UUID
    on: bool


class Marked(ServerFrame, tag="mark"):
    stream: UUID
    mark: MarkOf


class VisitorHere(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A visitor with an open panel. Page only where the site's telemetry allows it."""

    visitor: UUID
    site: UUID
    since: datetime
    page: Page | None = None
    gone: bool = False


class Presence(ServerFrame, tag="here"):
    """To a visitor: whether an agent is there now. To an agent: who is on a workspace's sites (a change, or all of
    them when `all` is set), and which members are available."""

    workspace: UUID
    agents: int = 0
    members: list[UUID] = []
    visitors: list[VisitorHere] = []
    all: bool = False


class Gone(ServerFrame, tag="gone"):
    """A subscription ended: the right to it is gone, or the stream is."""

    stream: UUID | None = None
    workspace: UUID | None = None


class Pass(ServerFrame, tag="pass"):
    """A renewed pass, sent before the old one ends."""

    pass_: str = msgspec.field(name="pass")
    expires: datetime


class ErrorFrame(ServerFrame, tag="error"):
    """A typed error (docs/protocol.md lists the codes). `ref`, `stream` and `workspace` say what it answers;
    `client_id` names the message that was not kept."""

    code: str
    message: str
    ref: int = 0
    stream: UUID | None = None
    client_id: UUID | None = None
    workspace: UUID | None = None


AnyServerFrame = (
    Welcome
    | Reload
    | Subscribed
    | Unsubscribed
    | Ack
    | EventFrame
    | Events
    | Summary
    | TypingNow
    | Marked
    | Presence
    | Gone
    | Pass
    | ErrorFrame
)

decode_client = msgspec.json.Decoder(AnyClientFrame).decode
encode = msgspec.json.Encoder().encode
