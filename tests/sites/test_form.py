"""What someone writes into the form before a chat."""

import pytest

from troth.kernel.errors import Invalid
from troth.sites.form import check
from troth.sites.shapes import Choice, Field

NAME = Field(id="name", kind="text", label={"en": "Name", "ar": "الاسم"}, required=True, max_length=10)
EMAIL = Field(id="email", kind="email", label={"en": "Email"})
PHONE = Field(id="phone", kind="phone", label={"en": "Phone"})
ABOUT = Field(id="about", kind="choice", label={"ar": "الموضوع"}, choices=["Repair", "Bike"])
TERMS = Field(id="terms", kind="checkbox", label={"en": "I agree"}, required=True)
FORM = [NAME, EMAIL, PHONE, ABOUT]


def test_answers_keep_the_forms_order_and_the_label_that_was_shown() -> None:
    answers = check(FORM, {"email": " vi@example.test ", "name": "Vi", "unasked": "x"}, "ar")
    assert [(a.field, a.label, a.value) for a in answers] == [
        ("name", "الاسم", "Vi"),
        ("email", "Email", "vi@example.test"),
    ]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, {"name": "required"}),
        ({"name": "   "}, {"name": "required"}),
        ({"name": "x" * 11}, {"name": "too_long"}),
        ({"name": "a\x00b"}, {"name": "characters"}),
        ({"name": "a\ud800b"}, {"name": "characters"}),
        ({"name": "Vi", "email": "vi@"}, {"email": "email"}),
        ({"name": "Vi", "email": "vi@example.test\nBcc: x@y.z"}, {"email": "email"}),
        ({"name": "Vi", "phone": "call me"}, {"phone": "phone"}),
        ({"name": "Vi", "phone": "+()-. "}, {"phone": "phone"}),
        ({"name": "Vi", "about": "Other"}, {"about": "choice"}),
        ({"email": "x", "phone": "x"}, {"name": "required", "email": "email", "phone": "phone"}),
    ],
)
def test_each_wrong_field_is_named(values: dict[str, str], wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        check(FORM, values)
    assert refused.value.fields == wrong


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        ("Repair", "Repair"),
        ({"en": "Repair", "ar": "إصلاح"}, "Repair"),
        ({"ar": "إصلاح", "en": "Repair"}, "Repair"),
        ({"en": " ", "ar": "إصلاح"}, "إصلاح"),
    ],
)
def test_a_choice_is_answered_by_the_same_value_in_all_languages(choice: Choice, value: str) -> None:
    about = Field(id="about", kind="choice", label={"en": "About", "ar": "الموضوع"}, choices=["Bike", choice])
    answers = check([about], {"about": value}, "ar")
    assert [(a.label, a.value) for a in answers] == [("الموضوع", value)]


def test_a_translation_is_not_a_choices_value() -> None:
    about = Field(id="about", kind="choice", label={"en": "About"}, choices=[{"en": "Repair", "ar": "إصلاح"}])
    with pytest.raises(Invalid) as refused:
        check([about], {"about": "إصلاح"}, "ar")
    assert refused.value.fields == {"about": "choice"}


@pytest.mark.parametrize("phone", ["+49 30 123456", "(030) 12-34-56", "030.123456"])
def test_phones_as_people_write_them(phone: str) -> None:
    assert check([PHONE], {"phone": phone})[0].value == phone


def test_a_required_box_must_be_ticked() -> None:
    assert check([TERMS], {"terms": "true"})
    with pytest.raises(Invalid):
        check([TERMS], {"terms": "false"})


def test_markup_is_kept_as_plain_text() -> None:
    assert check([EMAIL, NAME], {"name": "<b>Vi</b>"})[0].value == "<b>Vi</b>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Vi\r\nBcc: x", "Vi Bcc: x"),
        ("\u202eiV\u202c", "iV"),
        ("V\u200bi\x07", "Vi"),
        ("نرگس\u200cجان", "نرگس\u200cجان"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_a_text_is_one_line_of_what_can_be_seen(written: str, kept: str) -> None:
    assert [answer.value for answer in check([NAME], {"name": written})] == [kept]


@pytest.mark.parametrize("written", ["\u200b", "\u3164", "\u2800\u2800", "\u200d", "\ufe0f", "\x07", "\u2028"])
def test_what_nobody_sees_is_no_answer(written: str) -> None:
    with pytest.raises(Invalid) as told:
        check([NAME], {"name": written})
    assert told.value.fields == {"name": "required"}
