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
    },
    "ar": {
        "title": "تحدث معنا",
        "greeting": "مرحبا. كيف يمكننا مساعدتك؟",
        "offline": "لا يوجد أحد هنا الآن. اترك رسالة وسنجيبك بالبريد الإلكتروني.",
        "privacy": "نحتفظ بما تكتبه كي نجيبك.",
        "thanks": "شكرا لتواصلك معنا.",
    },
}
KEYS = tuple(CATALOGUE["en"])


def texts_of(own: dict[str, dict[str, str]], languages: list[str]) -> dict[str, dict[str, str]]:
    """Language -> key -> text: the site's own words over the catalogue's."""
    return {language: CATALOGUE.get(language, CATALOGUE["en"]) | own.get(language, {}) for language in languages}
