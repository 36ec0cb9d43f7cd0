from tests.conversations.conftest import _following

__all__ = ["_following"]
