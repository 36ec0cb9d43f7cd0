"""Hashes of passwords that cost next to nothing, in this process and those forked: a real one takes a seventh of a
second on purpose, and the demo makes three. A hash says how it was made, so all else is as it is."""

from django.contrib.auth.hashers import ScryptPasswordHasher


def use() -> None:
    ScryptPasswordHasher.work_factor, ScryptPasswordHasher.parallelism = 2, 1
