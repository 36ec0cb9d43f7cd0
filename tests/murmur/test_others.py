"""What is known of the other processes."""

from troth.kernel.ids import new_id
from troth.murmur.others import ASK_AGAIN, GONE_AFTER, Others

A = new_id()


def test_somebody_new_and_a_number_left_out_ask_for_the_whole() -> None:
    others = Others()
    assert others.heard(A, 7, 0.0)
    assert others.to_ask(0.0) == [A]
    assert others.to_ask(1.0) == []
    assert not others.heard(A, 8, 1.0)
    others.told(A)
    assert others.to_ask(100.0) == []
    assert others.heard(A, 10, 2.0)
    assert others.to_ask(2.0) == [A]


def test_a_whole_that_does_not_come_is_asked_for_again() -> None:
    others = Others()
    others.heard(A, 1, 0.0)
    others.to_ask(0.0)
    assert others.to_ask(ASK_AGAIN + 1) == [A]


def test_who_is_silent_for_long_is_noticed_but_not_what_we_could_not_hear() -> None:
    others = Others()
    others.heard(A, 1, 0.0)
    assert others.silent(GONE_AFTER) == []
    assert others.silent(GONE_AFTER + 1) == [A]
    others.forgive(GONE_AFTER + 1)
    assert others.silent(GONE_AFTER + 2) == []
