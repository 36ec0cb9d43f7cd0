"""The rows of this room, each beside its idea."""

from .access.orders import AccessLink, AccessOrder
from .attestation.rows import Attestation
from .closing.rows import Closing, ClosingStep
from .consent_rows import Consent, ConsentText
from .erasure import Erasure, ErasureStep
from .holds.rows import Hold
from .notice.record.rows import ProcessingRecord
from .notice.rows import Notice, NoticePage, NoticeSeen
from .notice.verdicts import NoticeVerdict
from .portal.proof import DataCode, Proof
from .processor import Processor
from .profile.rows import Chosen
from .requests.controller import Controller
from .requests.limits import Objection, Restriction
from .requests.look import Look
from .requests.rows import Request, RequestStep
from .retention.rows import KeptCount, RetentionRule, RetentionRun

__all__ = [
    "AccessLink", "AccessOrder", "Attestation", "Chosen", "Closing", "ClosingStep", "Consent", "ConsentText",
    "Controller", "DataCode", "Erasure", "ErasureStep", "Hold", "KeptCount", "Look", "Notice", "NoticePage",
    "NoticeSeen", "NoticeVerdict", "Objection", "ProcessingRecord", "Processor", "Proof", "Request", "RequestStep",
    "Restriction", "RetentionRule", "RetentionRun",
]  # fmt: skip
