"""The names under which agents took part in talks. Each is sealed with a key of its own, apart from what they said
there: who left and is erased is nobody then, and what visitors were told stays theirs to read."""

from uuid import UUID, uuid5


def named(member: UUID) -> UUID:
    """Whose key seals what the member is called in a stream."""
    return uuid5(member, "named")
