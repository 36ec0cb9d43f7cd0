"""The lines about requests: no tickets, and nothing a stranger writes begins a line of its own."""

import pytest

from troth.project.logs import masked


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/api/v1/files/s3cret", "/api/v1/files/***"),
        ("/api/v1/files/01a2/tickets", "/api/v1/files/***/tickets"),
        ("/w/x\r\n2026-11-22 INFO troth: all is well", r"/w/x\r\n2026-11-22 INFO troth: all is well"),
        ("/w/\x1b[2Jملف\u2028", r"/w/\x1b[2J\u0645\u0644\u0641\u2028"),
    ],
)
def test_a_path_is_written_on_one_line_without_what_opens_something(path: str, written: str) -> None:
    assert masked(path) == written
