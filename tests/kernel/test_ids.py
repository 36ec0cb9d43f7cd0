"""Ids sort as they were made, also where many are made in a moment: lists by id are lists by time."""

from troth.kernel.ids import new_id


def test_ids_are_fresh_of_version_7_and_sort_as_they_were_made() -> None:
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert [one.int >> 64 for one in made] == sorted(one.int >> 64 for one in made)
