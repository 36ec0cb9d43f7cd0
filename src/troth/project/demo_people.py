"""Who is in the demo, and what its two shops are like."""

from typing import Any

HARBOUR, TEA = "harbourbikes", "almatea"  # the public keys of the demo's sites

PEOPLE = {
    "ada": ("Ada Lindqvist", "ada@demo.example", "madder"),
    "ben": ("Ben Okafor", "ben@demo.example", "woad"),
    "cy": ("Cy Moreau", "cy@demo.example", "ochre"),
}


SHOPS: list[dict[str, Any]] = [
    {
        "workspace": "Harbour Bikes",
        "colour": "woad",
        "owner": ("Robin", "Workshop"),
        "agents": {"ben": ("Ben", "Bike fitter")},
        "site": {
            "key": HARBOUR,
            "name": "Harbour Bikes",
            "colour": "woad",
            "telemetry": "off",
            "look": {"accent": "#12395b", "position": "end", "launcher": "bubble", "theme": "auto"},
            "texts": {
                "en": {
                    "title": "Harbour Bikes workshop",
                    "greeting": "Hello. What does your bike need?",
                    "offline": "Everybody is in the workshop or on a bike. Leave a message and we will write back.",
                },
                "ar": {"title": "ورشة هاربر بايكس", "greeting": "مرحبا. ماذا تحتاج دراجتك؟"},
            },
            "fields": [
                {"id": "name", "kind": "text", "label": {"en": "Name", "ar": "الاسم"}, "max_length": 100},
                {"id": "email", "kind": "email", "label": {"en": "Email", "ar": "البريد الإلكتروني"},
                 "max_length": 254},
                {"id": "about", "kind": "choice", "label": {"en": "What is it about?", "ar": "ما الموضوع؟"},
                 "choices": [{"en": "Repair", "ar": "إصلاح"}, {"en": "A new bike", "ar": "دراجة جديدة"},
                             {"en": "An order", "ar": "طلب"}, {"en": "Something else", "ar": "شيء آخر"}],
                 "required": True},
            ],
            "hours": {"timezone": "UTC", "always": True},
            "transcript_addresses": ["workshop@harbour-bikes.example"],
            "privacy_url": "https://harbour-bikes.example/privacy",
        },
    },
    {
        "workspace": "Alma Tea",
        "colour": "moss",
        "owner": ("Mina", "Tea adviser"),
        "agents": {},
        "site": {
            "key": TEA,
            "name": "Alma Tea",
            "colour": "moss",
            "telemetry": "basic",
            "look": {"accent": "#b06a16", "position": "start", "launcher": "bubble", "theme": "light"},
            "texts": {
                "en": {
                    "title": "Ask Alma",
                    "greeting": "Good to have you here. Which tea are you after?",
                    "offline": "We are packing tea. Leave a message and we will answer by email.",
                },
                "ar": {"title": "اسأل ألما", "greeting": "سعداء بوجودك. أي شاي تبحث عنه؟"},
            },
            "fields": [
                {"id": "name", "kind": "text", "label": {"en": "First name", "ar": "الاسم الأول"}, "required": True,
                 "max_length": 100},
                {"id": "email", "kind": "email", "label": {"en": "Email", "ar": "البريد الإلكتروني"},
                 "max_length": 254},
            ],
            "hours": {"timezone": "UTC", "always": True},
            "transcript_addresses": ["hello@alma-tea.example", "archive@alma-tea.example"],
            "privacy_url": "https://alma-tea.example/privacy",
        },
    },
]  # fmt: skip
