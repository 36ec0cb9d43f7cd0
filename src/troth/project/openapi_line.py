"""The description of the line without WebSocket, which is served on the loop (gateway/lines.py)."""

from typing import Any, get_args

from troth.datamap.doors import purpose
from troth.datamap.purposes import ANSWER
from troth.gateway.lines import MAX_FRAMES, PATH
from troth.wire.frames import AnyClientFrame

_OPS = [str(frame.__struct_config__.tag) for frame in get_args(AnyClientFrame)]
_FRAME = {
    "type": "object",
    "required": ["op"],
    "properties": {"op": {"type": "string", "enum": _OPS}},
    "description": "A frame of the client; docs/protocol.md describes each",
}
_FRAMES = {"schema": {"type": "array", "maxItems": MAX_FRAMES, "items": _FRAME}}
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "description": "`ping`, `close`, or none: a frame of the server"},
        "data": {"type": "string", "description": "JSON"},
    },
}
_STREAM = {
    "description": "Server-sent events, each of this shape",
    "content": {"text/event-stream": {"schema": _EVENT}},
}
_BY_PASS: list[dict[str, list[str]]] = [{"Pass": []}]


def _operation(name: str, description: str, status: int, answer: dict[str, Any], *, open_: bool) -> dict[str, Any]:
    return {
        "post": {
            **purpose(ANSWER),  # that of most frames; each has its own in gateway/purposes.py
            "operationId": name,
            "summary": name.replace("_", " ").title(),
            "description": description,
            "tags": ["line"],
            "parameters": [
                {
                    "in": "header",
                    "name": "Troth-Line",
                    "required": True,
                    "schema": {"type": "string", "format": "uuid"},
                }
            ],
            "requestBody": {"required": True, "content": {"application/json": _FRAMES}},
            "responses": {status: answer},
            **({} if open_ else {"security": _BY_PASS}),
        }
    }


LINE: dict[str, Any] = {
    PATH: _operation(
        "open_line",
        "Where WebSocket is blocked: `hello` first, then other frames; what a socket would bring comes as events.",
        200,
        _STREAM,
        open_=True,
    ),
    f"{PATH}/frames": _operation(
        "say_on_line",
        "Frames for a line that said hello, with a pass of the same bearer; what answers them comes on the line.",
        204,
        {"description": "Taken"},
        open_=False,
    ),
    f"{PATH}/poll": _operation(
        "poll_line",
        "The same without a stream: opens a line with `hello`, or goes on with it; ends as soon as something came.",
        200,
        _STREAM,
        open_=False,
    ),
}
