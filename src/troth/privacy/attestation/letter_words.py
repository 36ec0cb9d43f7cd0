"""The words of the mails about measures that are due, by language."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "hello": "Hello,",
        "subject_soon": "{control} is due again on {day}",
        "soon": "you answer for this at {workspace}: {what} It is attested until {day}.",
        "subject_overdue": "{control} is overdue",
        "overdue": "you answer for this at {workspace}: {what} It was attested until {day}, and not since. Until it is,"
        " what is promised on it counts as broken.",
        "how": "An owner or privacy officer attests it anew, with fresh evidence: {address}",
    },
    "ar": {
        "hello": "مرحبا،",
        "subject_soon": "يُجدَّد {control} في {day}",
        "soon": "أنت الضامن لهذا في {workspace}: {what} وهو مشهود له حتى {day}.",
        "subject_overdue": "فات موعد {control}",
        "overdue": "أنت الضامن لهذا في {workspace}: {what} كان مشهودا له حتى {day} ولم يُجدَّد بعدها. وإلى أن يُجدَّد يُعدّ"
        " ما وُعد به على أساسه غير موفى به.",
        "how": "يجدّده مالك أو مسؤول خصوصية بإثبات جديد: {address}",
    },
}


def spoken(language: str) -> str:
    """The language there are words for, else English."""
    own = language.split("-")[0].lower()
    return own if own in WORDS else "en"
