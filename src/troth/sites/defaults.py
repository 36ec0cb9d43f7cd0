"""What a new site begins with."""

from typing import Any

MAX_FILE = 10 * 1024 * 1024  # bytes
MAX_TRANSCRIPT_ADDRESSES = 3
FILE_TYPES = (
    "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "text/csv",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def default_fields() -> list[dict[str, Any]]:
    """Name and address before the chat, both asked, neither demanded."""
    return [
        {"id": "name", "kind": "text", "label": {"en": "Name", "ar": "الاسم"}, "required": False, "max_length": 100},
        {"id": "email", "kind": "email", "label": {"en": "Email", "ar": "البريد الإلكتروني"}, "required": False,
         "max_length": 254},
    ]  # fmt: skip


def default_offline_fields() -> list[dict[str, Any]]:
    """When nobody is there an address is needed, or nobody can answer."""
    return [
        {"id": "name", "kind": "text", "label": {"en": "Name", "ar": "الاسم"}, "required": False, "max_length": 100},
        {"id": "email", "kind": "email", "label": {"en": "Email", "ar": "البريد الإلكتروني"}, "required": True,
         "max_length": 254},
    ]  # fmt: skip


def default_hours() -> dict[str, Any]:
    """No hours set: open whenever somebody is there."""
    return {"timezone": "UTC", "always": True, "days": {day: [] for day in WEEKDAYS}}


def default_children() -> dict[str, Any]:
    """The age is not asked. Where it is: what the GDPR says where a country says nothing else (article 8)."""
    return {"gate": "off", "min_age": 16}


def default_signals() -> dict[str, Any]:
    """What a browser asks for itself is done."""
    return {"gpc": "honour", "dnt": "honour"}
