"""What is counted for a limit is held as long as it can matter, and no longer."""

from troth.kernel.buckets import Buckets


def test_whoever_has_all_tokens_again_is_forgotten() -> None:
    """Ten an hour, of which each took one: a bucket is full again after six minutes, not only after the hour."""
    at = 0.0
    buckets = Buckets[int](10, 10 / 3600, lambda: at)
    for visitor in range(20_000):
        at += 1.0
        assert buckets.take(visitor)
        assert len(buckets) <= 1024


def test_whoever_took_too_much_is_remembered_until_it_is_paid() -> None:
    at = 0.0
    buckets = Buckets[int](10, 1.0, lambda: at)
    assert buckets.take(-1, 10)
    for other in range(5_000):
        buckets.take(other)
    at = 5.0
    for other in range(5_000, 15_000):
        buckets.take(other)
    assert not buckets.take(-1, 6)
    assert buckets.take(-1, 5)
