"""The report, as text for people, as lines of JSON, or as JUnit."""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal

import msgspec

from .report import Caught, Report
from .verdicts import Verdict, counts

type Format = Literal["text", "json", "junit"]
WIDTH = 110
_LEVELS = ("declared", "HTTP or browser", "rows and indexes", "raw bytes", "restored backup")


def shown(report: Report, format: Format) -> str:
    return {"text": _text, "json": _json, "junit": _junit}[format](report)


def _json(report: Report) -> str:
    """A line for each promise and each saboteur, and last the counts."""
    lines = [
        msgspec.json.encode({"profile": name, **msgspec.structs.asdict(one)}).decode()
        for name, found in report.verdicts.items()
        for one in found
    ]
    lines += [msgspec.json.encode(one).decode() for one in report.caught or ()]
    return "\n".join([*lines, report.line().decode()])


def _text(report: Report) -> str:
    lines = [line for name, found in report.verdicts.items() for line in _profile(name, found)]
    if report.caught is not None:
        lines += _caught(report.caught)
        rate = report.kill_rate
        lines += ["", f"kill rate: {rate:.0%}" if rate is not None else "no saboteur was played"]
    lines += ["", f"{report.where}, {report.at:%Y-%m-%d %H:%M} UTC, {report.seconds:.0f} s"]
    if report.evidence:
        lines += [f"attested by the file {report.evidence}: nobody looked at that evidence"]
    if report.void:
        lines += [f"VOID: {report.void}. None of this counts."]
    return "\n".join(lines).strip()


def _profile(name: str, found: Sequence[Verdict]) -> Iterator[str]:
    told = counts(found)
    yield ""
    yield f"{name}: " + ", ".join(f"{count} {word}" for word, count in told.items() if count)
    promised = [one for one in found if one.word != "NOT PROMISED"]
    yield from _table(
        ("promise", "verdict", "level", "what"),
        [
            (one.promise, one.word, str(one.level) if one.word == "KEPT" else "", one.why or one.text)
            for one in promised
        ],
    )
    reached = sorted({one.level for one in promised if one.word == "KEPT"})
    if reached:
        yield f"  evidence: {', '.join(f'{level} {_LEVELS[level]}' for level in reached)}"


def _caught(caught: Sequence[Caught]) -> Iterator[str]:
    yield ""
    yield "saboteurs"
    yield from _table(
        ("check", "verdict", "what goes wrong"),
        [
            (one.check, "killed" if one.killed else "SURVIVED",
             one.sentence if one.killed else f"{one.sentence}: {one.why} ({one.saboteur})")
            for one in caught
        ],
    )  # fmt: skip


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The last column takes what is left of the width, on as many lines as it needs."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head) - 1)]
    room = max(30, WIDTH - sum(widths) - 2 * len(widths) - 2)
    for row in [head, *rows]:
        parts = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        yield (
            "  " + "  ".join(f"{text:{width}}" for text, width in zip(row, widths, strict=False)) + f"  {parts[0]}"
        ).rstrip()
        for more in parts[1:]:
            yield " " * (sum(widths) + 2 * len(widths) + 2) + more


def _junit(report: Report) -> str:
    suites = [_suite(name, found) for name, found in report.verdicts.items()]
    if report.void:
        void = _element("testcase", _element("error", message=report.void), classname="run", name="the run counts")
        suites.append(_element("testsuite", void, name="run", tests="1", errors="1"))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _element("testsuites", *suites, name="troth privacy verify")


def _suite(name: str, found: Sequence[Verdict]) -> str:
    told, cases = counts(found), []
    for one in found:
        if one.word == "NOT PROMISED":
            continue
        kind = {"BROKEN": "failure", "UNTESTED": "skipped"}.get(one.word)
        inner = [_element(kind, message=one.why)] if kind else []
        cases.append(_element("testcase", *inner, classname=name, name=f"{one.promise} {one.text}".strip()))
    numbers = {"tests": str(len(cases)), "failures": str(told["BROKEN"]), "skipped": str(told["UNTESTED"])}
    return _element("testsuite", *cases, name=name, **numbers)


def _element(tag: str, *inner: str, **attributes: str) -> str:
    told = "".join(f' {name}="{escape("".join(filter(str.isprintable, text)))}"' for name, text in attributes.items())
    return f"<{tag}{told}>" + "\n".join(inner) + f"</{tag}>"
