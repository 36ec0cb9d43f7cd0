"""The words of the mails about a request, by language. `company` is the site where it was asked, else the workspace."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "hello": "Hello,",
        "received": "{company} received your request of {received}: {right}.\n\nYou get an answer by {due}.",
        "extended": "{company} needs longer than planned for your request of {received} ({right}). You get an answer "
        "by {due}. The reason:",
        "done": "{company} has done what you asked on {received}: {right}.",
        "refused": "{company} can't do what you asked on {received} ({right}). The reason:",
        "complain": "You may complain to the supervisory authority of where you live or work, and go to court.",
        "complain_at": "You may complain to the supervisory authority ({authority}), and go to court.",
        "ask": "Questions about it: {contact}",
        "number_line": "The number of your request is {number}. Nobody reads replies to this mail.",
        "label_number": "Request",
        "label_right": "You asked for",
        "label_received": "Asked on",
        "label_due": "Answered by",
        "title_received": "Your request was received",
        "title_extended": "Your request takes longer",
        "title_done": "Your request is done",
        "title_refused": "The answer to your request",
        "subject_received": "{company}: your request {number} was received",
        "subject_extended": "{company}: your request {number} takes longer",
        "subject_done": "{company}: your request {number} is done",
        "subject_refused": "{company}: the answer to your request {number}",
    },
    "ar": {
        "hello": "مرحبا،",
        "received": "تلقّت {company} طلبك بتاريخ {received}: {right}.\n\nيصلك الرد في موعد أقصاه {due}.",
        "extended": "يستغرق طلبك بتاريخ {received} ({right}) لدى {company} وقتا أطول مما كان مقررا. "
        "يصلك الرد في موعد أقصاه {due}. السبب:",
        "done": "نفّذت {company} ما طلبته بتاريخ {received}: {right}.",
        "refused": "لا تستطيع {company} تنفيذ ما طلبته بتاريخ {received} ({right}). السبب:",
        "complain": "يحق لك أن تشتكي إلى السلطة الرقابية في مكان سكنك أو عملك، وأن تلجأ إلى القضاء.",
        "complain_at": "يحق لك أن تشتكي إلى السلطة الرقابية ({authority})، وأن تلجأ إلى القضاء.",
        "ask": "للاستفسار عنه: {contact}",
        "number_line": "رقم طلبك هو {number}. لا يقرأ أحد الردود على هذه الرسالة.",
        "label_number": "الطلب",
        "label_right": "طلبت",
        "label_received": "بتاريخ",
        "label_due": "موعد الرد",
        "title_received": "وصل طلبك",
        "title_extended": "طلبك يستغرق وقتا أطول",
        "title_done": "نُفّذ طلبك",
        "title_refused": "الرد على طلبك",
        "subject_received": "{company}: وصل طلبك {number}",
        "subject_extended": "{company}: طلبك {number} يستغرق وقتا أطول",
        "subject_done": "{company}: نُفّذ طلبك {number}",
        "subject_refused": "{company}: الرد على طلبك {number}",
    },
}
RTL = frozenset({"ar"})
RIGHTS: dict[str, dict[str, str]] = {
    "en": {
        "access": "a copy of what is kept of you",
        "portability": "your data, to take elsewhere",
        "correction": "a correction of what is kept of you",
        "erasure": "the erasure of what is kept of you",
        "restriction": "a restriction of what your data is used for",
        "objection": "your objection to what your data is used for",
        "withdrawal": "the withdrawal of your consent",
        "complaint": "your complaint",
        "child": "your report of a child's data",
    },
    "ar": {
        "access": "نسخة مما نحفظه عنك",
        "portability": "بياناتك لتنقلها إلى مكان آخر",
        "correction": "تصحيح ما نحفظه عنك",
        "erasure": "محو ما نحفظه عنك",
        "restriction": "تقييد استخدام بياناتك",
        "objection": "اعتراضك على استخدام بياناتك",
        "withdrawal": "سحب موافقتك",
        "complaint": "شكواك",
        "child": "بلاغك عن بيانات طفل",
    },
}


def spoken(language: str) -> str:
    """The language of these words that is nearest to the person's; else English."""
    short = language.split("-")[0].lower()
    return short if short in WORDS else "en"
