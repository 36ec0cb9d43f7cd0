"""The operator's door to notices and records: the same verbs, in a terminal."""

import argparse
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.privacy.notice.asked import setting, text
from troth.kernel.errors import Invalid
from troth.project import notice_command


def _said(cast: Cast, *words: str) -> str:
    parser = argparse.ArgumentParser()
    notice_command.add_words(parser.add_subparsers(dest="privacy_act"))
    return notice_command.do(parser.parse_args(words), cast.bikes.id)


def test_it_tells_what_would_change_and_publishes(cast: Cast) -> None:
    site = cast.bikes_site
    assert "nothing is published yet" in _said(cast, "notice", cast.bikes.slug)
    assert "version 1  in_force" in _said(cast, "notice", cast.bikes.slug, "--publish")
    assert "Version" in text(site)
    setting(cast.ada, site, telemetry="basic")
    told = _said(cast, "notice", cast.bikes.slug, "--site", site.key)
    assert "! signal     telemetry: off to basic" in told
    assert "of substance" in told
    for wrong in (("--site", "nosuch"), ("--publish", "--from", "tomorrow"), ("--language", "de")):
        with pytest.raises(Invalid):
            _said(cast, "notice", cast.bikes.slug, *wrong)


def test_it_writes_a_record_and_never_over_a_file(cast: Cast, tmp_path: Path) -> None:
    to = tmp_path / "record.csv"
    words = ("record", cast.bikes.slug, "--role", "processor", "--format", "csv", "--to", str(to))
    assert "version 1, new" in _said(cast, *words)
    assert to.read_text(encoding="utf-8-sig").startswith("role,controller,")
    with pytest.raises(Invalid):
        _said(cast, *words)
    assert "version 1  " in _said(cast, "record", cast.bikes.slug)
