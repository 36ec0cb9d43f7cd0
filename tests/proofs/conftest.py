from tests.conversations.conftest import _company, company

__all__ = ["_company", "company"]
