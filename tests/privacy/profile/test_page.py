from tests.law.files import document
from troth.privacy.profile.page import page


def test_the_page_of_the_parameters_is_what_the_code_makes() -> None:
    assert document("profile.md") == page(), "docs/profile.md is old: ./dev docs makes it anew"
