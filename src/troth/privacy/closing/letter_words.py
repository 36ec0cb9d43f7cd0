"""The words of the mails about a closing, by language."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "hello": "Hello,",
        "subject_asked": "{workspace} closes on {day}",
        "asked": "an owner asked to close {workspace} on Troth. On {day} all of it is deleted: conversations, contacts,"
        " files, sites and the team's places. Its chats take no new conversations from now on.",
        "asked_how": "Until then any owner can undo it, and take all of it along as a file: {address}",
        "subject_undone": "{workspace} stays open",
        "undone": "an owner undid the closing of {workspace} on Troth. Nothing was deleted, and all is as it was.",
        "subject_done": "{workspace} is closed",
        "done": "{workspace} was closed on Troth, and all that was kept in it is deleted. The attached certificate says"
        " what was cleared, how far that is shown, and what is out of reach. Keep it: the workspace is gone.",
        "number": "Reference: {number}",
    },
    "ar": {
        "hello": "مرحبا،",
        "subject_asked": "تُغلق {workspace} في {day}",
        "asked": "طلب أحد المالكين إغلاق {workspace} على Troth. في {day} يُحذف كل ما فيها: المحادثات وجهات الاتصال"
        " والملفات والمواقع وأماكن الفريق. لا تستقبل محادثاتها أي محادثة جديدة من الآن.",
        "asked_how": "حتى ذلك اليوم يمكن لأي مالك التراجع عن ذلك وأخذ كل ما فيها في ملف: {address}",
        "subject_undone": "تبقى {workspace} مفتوحة",
        "undone": "تراجع أحد المالكين عن إغلاق {workspace} على Troth. لم يُحذف شيء وكل شيء كما كان.",
        "subject_done": "أُغلقت {workspace}",
        "done": "أُغلقت {workspace} على Troth وحُذف كل ما كان محفوظا فيها. تبيّن الشهادة المرفقة ما أُزيل وإلى أي مدى"
        " ثبت ذلك وما لا يمكن الوصول إليه. احتفظ بها فمساحة العمل لم تعد موجودة.",
        "number": "المرجع: {number}",
    },
}


def spoken(language: str) -> str:
    """The language there are words for, else English."""
    own = language.split("-")[0].lower()
    return own if own in WORDS else "en"
