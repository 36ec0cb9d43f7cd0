"""What a site may say in its own words, and what it says when it has none. The rest is the widget's catalogue."""

LANGUAGES = ("en", "ar")
MAX_TEXT = 400  # characters

CATALOGUE: dict[str, dict[str, str]] = {
    "en": {
        "title": "Chat with us",  # head of the panel
        "greeting": "Hello. What can we do for you?",  # first view, somebody is there
        "offline": "Nobody is here right now. Leave a message and we will answer by email.",  # nobody is there
        "privacy": "We keep what you write to answer you.",  # one line, with the link to the policy
        "thanks": "Thank you for talking to us.",  # after the end
        # why something is to be stored, where the site asks before
        "consent": "We would like to keep what you write, so that we can answer you, and a key in this browser, so that"
        " you find this chat again.",
    },
    "ar": {
        "title": "تحدث معنا",
        "greeting": "مرحبا. كيف يمكننا مساعدتك؟",
        "offline": "لا يوجد أحد هنا الآن. اترك رسالة وسنجيبك بالبريد الإلكتروني.",
        "privacy": "نحتفظ بما تكتبه كي نجيبك.",
        "thanks": "شكرا لتواصلك معنا.",
        "consent": "نود أن نحتفظ بما تكتبه كي نجيبك، وبمفتاح في هذا المتصفح كي تجد هذه المحادثة مرة أخرى.",
    },
}
KEYS = tuple(CATALOGUE["en"])


def texts_of(own: dict[str, dict[str, str]], languages: list[str]) -> dict[str, dict[str, str]]:
    """Language -> key -> text: the site's own words over the catalogue's."""
    return {language: CATALOGUE.get(language, CATALOGUE["en"]) | own.get(language, {}) for language in languages}
