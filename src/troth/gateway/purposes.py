"""What each word of the wire is for. The table is compared with the wire when a gateway begins, so that no message pays
for the question; what takes the longer way (the desk, the file store) is done for the purpose named here."""

from typing import Any, get_args

from troth.datamap import Purpose
from troth.datamap.doors import Door, PurposeViolation, refuse
from troth.datamap.purposes import ANSWER, BOARD, FOLLOW_UP, RIGHTS, SECURITY
from troth.wire import frames

OF: dict[type, Purpose] = {
    # what clients send
    frames.Hello: SECURITY,
    frames.Subscribe: ANSWER,
    frames.Unsubscribe: ANSWER,
    frames.Say: ANSWER,
    frames.After: ANSWER,
    frames.Typing: ANSWER,
    frames.Mark: FOLLOW_UP,  # a transcript goes to whom the last words did not reach
    frames.Here: BOARD,
    frames.Bye: ANSWER,
    # what the server sends
    frames.Welcome: SECURITY,
    frames.Reload: ANSWER,
    frames.Subscribed: ANSWER,
    frames.Unsubscribed: ANSWER,
    frames.Ack: ANSWER,
    frames.EventFrame: ANSWER,
    frames.Events: ANSWER,
    frames.Summary: ANSWER,
    frames.TypingNow: ANSWER,
    frames.Marked: ANSWER,
    frames.Presence: BOARD,
    frames.Gone: SECURITY,
    frames.Pass: SECURITY,
    frames.ErrorFrame: ANSWER,
}
FILES = ANSWER  # up and down: a file is part of what is said
EXPORTS = RIGHTS


def check(purposes: dict[type, Purpose] = OF, *words: Any) -> None:
    """Whether each of the wire's words has its purpose, and none has one that is not a word (any more). words: unions
    of frames. Raises PurposeViolation: such a gateway does not begin."""
    known = {kind for union in words or (frames.AnyClientFrame, frames.AnyServerFrame) for kind in get_args(union)}
    for kind in sorted(known ^ purposes.keys(), key=lambda one: one.__name__):
        refuse(Door.API, f"the frame {kind.__name__}")
        raise PurposeViolation(f"The frame {kind.__name__} has no purpose, or is none; see gateway/purposes.py.")
