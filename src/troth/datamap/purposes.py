"""What personal data is used for. A purpose is named by every declaration, and by every door that data passes."""

from dataclasses import dataclass

from .vocabulary import Basis


@dataclass(frozen=True, slots=True)
class Purpose:
    """`dpv`: the term of the Data Privacy Vocabulary. `why`: one sentence for the people concerned. `law`: of a duty,
    where it stands."""

    name: str
    dpv: str
    basis: Basis
    why: str
    law: str = ""


ANSWER = Purpose(
    "answer", "dpv:CommunicationForCustomerCare", Basis.CONTRACT,
    "To answer what somebody asked, in the talk and later in the same talk.",
)  # fmt: skip
FOLLOW_UP = Purpose(
    "follow-up", "dpv:CustomerCare", Basis.CONTRACT,
    "To send the transcript, and to reach who left a question while nobody was there.",
)  # fmt: skip
QUALITY = Purpose(
    "quality", "dpv:ImproveExistingProductsAndServices", Basis.INTEREST,
    "To learn whether people were served well.",
)  # fmt: skip
BOARD = Purpose(
    "board", "dpv:CustomerCare", Basis.INTEREST,
    "To show the team who has the chat open right now.",
)  # fmt: skip
ACCOUNT = Purpose(
    "account", "dpv:AccountManagement", Basis.CONTRACT,
    "To let the people of the team sign in and work, under the name that visitors see.",
)  # fmt: skip
SECURITY = Purpose(
    "security", "dpv:EnforceSecurity", Basis.INTEREST,
    "To keep strangers out, to stop floods, and to find faults.",
)  # fmt: skip
RECORD = Purpose(
    "record", "dpv:RecordManagement", Basis.INTEREST,
    "To keep what was said and done in order, whole, and provable.",
)  # fmt: skip
PREFERENCE = Purpose(
    "preference", "dpv:RequestedServiceProvision", Basis.CONTRACT,
    "To remember what somebody chose on their own device.",
)  # fmt: skip
RIGHTS = Purpose(
    "rights", "dpv:LegalCompliance", Basis.DUTY,
    "To do what the law lets people ask for, and to be able to show that it was done.",
    "Articles 7 and 12 to 22 of the General Data Protection Regulation, or what stands for them elsewhere",
)  # fmt: skip

PURPOSES = (ANSWER, FOLLOW_UP, QUALITY, BOARD, ACCOUNT, SECURITY, RECORD, PREFERENCE, RIGHTS)
