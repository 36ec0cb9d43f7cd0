from tests.conversations.conftest import _company, _following, company

__all__ = ["_company", "_following", "company"]
