"""How much of each thing one asker may have. `buckets.py` counts it.

A limit is set by the operator as TROTH_LIMIT_<NAME>; the names are those of `Limits`. Each process counts for itself.
"""

from typing import Annotated

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bursts are counts, rates are a second unless named otherwise, sizes are bytes. Beside each, what it bounds, as
    docs/settings.md says it."""

    visitor_burst: Annotated[int, "messages one visitor may send at once"] = 20
    visitor_rate: Annotated[float, "messages a second they may go on with"] = 2.0
    agent_burst: Annotated[int, "messages one agent may send at once"] = 200
    agent_rate: Annotated[float, "messages a second they may go on with"] = 50.0
    address_burst: Annotated[int, "messages visitors of one address may send at once"] = 1_000
    address_rate: Annotated[float, "messages a second they may go on with"] = 200.0
    site_burst: Annotated[int, "messages all visitors of one site may send at once"] = 4_000
    site_rate: Annotated[float, "messages a second they may go on with"] = 1_000.0
    workspace_burst: Annotated[int, "messages everybody in one workspace may send at once"] = 8_000
    workspace_rate: Annotated[float, "messages a second they may go on with"] = 2_000.0
    frames_rate: Annotated[float, "frames a second on one socket"] = 50.0
    frames_burst: Annotated[int, "frames at once on one socket"] = 200
    address_sockets: Annotated[int, "sockets, and lines where WebSocket is blocked, open at once from one address"] = (
        200
    )
    visitor_sockets: Annotated[int, "sockets of one visitor open at once (tabs, and those that broke lately)"] = 50
    agent_sockets: Annotated[int, "sockets of one person open at once"] = 50
    site_sockets: Annotated[int, "sockets of visitors of one site open at once"] = 30_000
    workspace_sockets: Annotated[int, "sockets of visitors of one workspace open at once"] = 50_000
    address_connections: Annotated[
        int, "HTTP connections open at once from one address; trusted proxies may have more"
    ] = 1_000
    address_visitors: Annotated[int, "new visitors an hour from one address"] = 3_000
    address_signins: Annotated[
        int,
        "failed sign-ins in 15 minutes from one address; 5 in 5 minutes of them for one login, 100 in 15 for one login"
        " from anywhere",
    ] = 20
    address_conversations: Annotated[int, "new conversations an hour from one address"] = 3_000
    site_conversations: Annotated[int, "new conversations an hour of one site"] = 10_000
    workspace_conversations: Annotated[int, "new conversations an hour of one workspace"] = 20_000
    address_transcripts: Annotated[int, "transcripts an hour asked by visitors of one address"] = 30
    mailbox_codes: Annotated[
        int, "codes to see one's data an hour to one mailbox, of all sites together; three times as many in 12 hours"
    ] = 3
    address_codes: Annotated[int, "such codes an hour asked from one address"] = 20
    site_codes: Annotated[int, "such codes an hour mailed for one site"] = 300
    address_tries: Annotated[int, "such codes an hour typed from one address"] = 60
    visitor_codes: Annotated[int, "such codes an hour shown in one visitor's chat"] = 10
    address_bytes: Annotated[int, "bytes that visitors of one address upload an hour"] = 1024 * 1024 * 1024
    site_bytes: Annotated[int, "bytes that visitors of one site upload a day"] = 20 * 1024**3
    workspace_bytes: Annotated[int, "bytes that everybody in one workspace uploads a day"] = 40 * 1024**3
    visitor_conversations: Annotated[int, "new conversations an hour of one visitor"] = 10
    visitor_transcripts: Annotated[int, "transcripts an hour asked by one visitor"] = 5
    site_transcripts: Annotated[int, "transcripts an hour asked by all visitors of one site"] = 300
    visitor_files: Annotated[int, "uploads an hour of one visitor"] = 20
    visitor_open_uploads: Annotated[int, "uploads of one visitor at once"] = 3
    address_uploads: Annotated[int, "uploads from one address at once"] = 64
    workspace_uploads: Annotated[int, "uploads to one workspace at once"] = 96
    uploads: Annotated[int, "uploads of everybody at once"] = 128
    file_size: Annotated[int, "bytes of one file"] = 20 * 1024 * 1024
    free_space: Annotated[int, "bytes that stay free on the disk of the files; below it no upload is taken"] = (
        512 * 1024 * 1024
    )
    body_size: Annotated[int, "bytes of one HTTP request that is not an upload"] = 1024 * 1024
    bodies_size: Annotated[int, "bytes of all HTTP requests at once; of one address an eighth"] = 64 * 1024 * 1024
    waiting_requests: Annotated[int, "HTTP requests that wait for a thread; from one address a quarter"] = 200


# what is counted, and whose: visitor, site, address, workspace; the table of docs/settings.md
MATRIX: dict[str, tuple[str, str, str, str]] = {
    "sockets open at once": ("visitor_sockets", "site_sockets", "address_sockets", "workspace_sockets"),
    "messages at once": ("visitor_burst", "site_burst", "address_burst", "workspace_burst"),
    "messages a second": ("visitor_rate", "site_rate", "address_rate", "workspace_rate"),
    "uploads at once": ("visitor_open_uploads", "", "address_uploads", "workspace_uploads"),
    "uploads an hour": ("visitor_files", "", "", ""),
    "bytes uploaded an hour": ("", "", "address_bytes", ""),
    "bytes uploaded a day": ("", "site_bytes", "", "workspace_bytes"),
    "new conversations an hour": (
        "visitor_conversations", "site_conversations", "address_conversations", "workspace_conversations",
    ),
}  # fmt: skip
