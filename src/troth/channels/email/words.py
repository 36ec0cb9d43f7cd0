"""The words of the transcript mail, by language. Notes for translators stand beside what needs them."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "subject": "{site}: your conversation of {date} (#{number})",
        "title": "Transcript of your conversation",
        "intro": "This is what was said in the chat of {site}.",
        "number": "Conversation",
        "when": "j F Y, H:i",  # how Django writes a moment and a day; only order and punctuation change
        "day": "l, j F Y",
        "began": "Began",
        "ended": "Ended",
        "with": "With",  # followed by the names of the agents
        "visitor": "Visitor",
        "answers": "What was filled in before the chat",
        "file": "File",
        "erased": "[erased]",
        "nothing": "Nobody wrote anything.",
        "joined": "{name} joined",
        "left": "{name} left",
        "closed": "The conversation was closed",
        "reopened": "The conversation was reopened",
        "rating": "Rating",
        "score": "{score} of 5",
        "zone": "All times are in {zone}.",
        "why": "You get this mail because the conversation was closed and this address is to have its transcript.",
        "agent": "Agent",  # when the name shown to visitors was erased
    },
    "ar": {
        "subject": "{site}: محادثتك بتاريخ {date} (رقم {number})",
        "title": "نص محادثتك",
        "intro": "هذا ما دار في محادثة {site}.",
        "number": "المحادثة",
        "when": "j F Y، H:i",
        "day": "l، j F Y",
        "began": "بدأت",
        "ended": "انتهت",
        "with": "مع",
        "visitor": "الزائر",
        "answers": "ما كُتب في النموذج قبل المحادثة",
        "file": "ملف",
        "erased": "[محذوف]",
        "nothing": "لم يكتب أحد شيئًا.",
        "joined": "انضم {name}",
        "left": "غادر {name}",
        "closed": "أُغلقت المحادثة",
        "reopened": "أُعيد فتح المحادثة",
        "rating": "التقييم",
        "score": "{score} من 5",
        "zone": "جميع الأوقات بتوقيت {zone}.",
        "why": "وصلتك هذه الرسالة لأن المحادثة أُغلقت وهذا العنوان مسجَّل لاستلام نصها.",
        "agent": "موظف الدعم",
    },
}
RTL = frozenset({"ar"})


def spoken(*wanted: str) -> str:
    """The first of these languages that there are words for; else English."""
    return next((one for one in wanted if one.split("-")[0].lower() in WORDS), "en")


def words_of(language: str) -> dict[str, str]:
    return WORDS.get(language.split("-")[0].lower(), WORDS["en"])
