"""The words of the transcript mail, by language. Notes for translators stand beside what needs them."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "subject": "{site}: your conversation of {date} (#{number})",
        "title": "Transcript of your conversation",
        "team_subject": "Conversation #{number} with {visitor}, {site}",  # to the people of the site
        "team_title": "Conversation #{number} with {visitor}",
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
        "cut": "What was said from here on is too long for a mail. All of it is in the chat.",  # instead of words
        "reopened": "The conversation was reopened",
        "rating": "Rating",
        "score": "{score} of 5",
        "zone": "Times are those of {zone}.",  # a city and its distance from UTC: Berlin (UTC+1); or just UTC
        "answer": "To answer, write to us in the chat. Nobody reads replies to this mail.",  # a link follows
        "console": "Open it in the console:",  # a link follows
        # a link follows these two
        "proof": "The attached file proves that nothing here was altered or left out; this is how you check it:",
        "checkpoint": "The attached file seals this conversation; this is how you check a transcript against it:",
        "why_site": "You get this mail because {site} sends each closed conversation to this address.",
        "why_asked": "You get this mail because somebody asked for the transcript at this address.",
        "why_left": "You get this mail because you left a message and this address while nobody was there to answer.",
        "why_missed": "You get this mail because you left this address and perhaps did not see the last words.",
        "agent": "Agent",  # when the name shown to visitors was erased
    },
    "ar": {
        "subject": "{site}: محادثتك بتاريخ {date} (رقم {number})",
        "title": "نص محادثتك",
        "team_subject": "المحادثة رقم {number} مع {visitor}، {site}",
        "team_title": "المحادثة رقم {number} مع {visitor}",
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
        "cut": "ما قيل بعد هذا أطول من أن تحمله رسالة بريد. تجده كاملًا في المحادثة.",
        "reopened": "أُعيد فتح المحادثة",
        "rating": "التقييم",
        "score": "{score} من 5",
        "zone": "الأوقات بتوقيت {zone}.",
        "answer": "للرد اكتب لنا في المحادثة. لا يقرأ أحد الردود على هذه الرسالة.",
        "console": "افتحها في لوحة الفريق:",
        "proof": "يثبت الملف المرفق أن شيئًا هنا لم يُغيَّر ولم يُحذف، وهكذا تتحقق من ذلك:",
        "checkpoint": "الملف المرفق ختم على هذه المحادثة، وهكذا تقارن به أي نص لها:",
        "why_site": "وصلتك هذه الرسالة لأن {site} يرسل نص كل محادثة مغلقة إلى هذا العنوان.",
        "why_asked": "وصلتك هذه الرسالة لأن أحدًا طلب إرسال نص المحادثة إلى هذا العنوان.",
        "why_left": "وصلتك هذه الرسالة لأنك تركت رسالة وهذا العنوان حين لم يكن هناك من يجيب.",
        "why_missed": "وصلتك هذه الرسالة لأنك تركت هذا العنوان وربما لم تر الكلمات الأخيرة.",
        "agent": "موظف الدعم",
    },
}
RTL = frozenset({"ar"})


def spoken(*wanted: str) -> str:
    """The first of these languages that there are words for, without its region; else English."""
    return next((one for one in (tag.split("-")[0].lower() for tag in wanted) if one in WORDS), "en")


def words_of(language: str) -> dict[str, str]:
    return WORDS.get(language.split("-")[0].lower(), WORDS["en"])
