"""Every value of a transcript, and every place in it, is changed in all the ways of a forger without the key; both
verifiers notice each, and say the same."""

import base64
import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import troth.proofs.verify
from tests.cast import Cast
from tests.conversations.talk import close, opened, say
from tests.proofs.logs import catch_up
from tests.proofs.talks import File, key, raw, talked, transcript
from troth.datamap.vocabulary import Subject
from troth.privacy.plan import plan
from troth.privacy.run import run
from troth.project.command import main
from troth.proofs import sign
from troth.proofs.sign import base64_of
from troth.proofs.verify import ALTERED, Unusable, read, verify

type Mutant = tuple[str, Any]  # what was done, and what it came to

# Its order means nothing; and a signed note may lack the end of its last line.
MEANS_NOTHING = re.compile(
    r"\.log\.around(: in another order|\[\d+\] at the end)|(\.log)?\.checkpoint: without its end"
)

_ALL = """
import contextlib, io, runpy, sys
verifier, key = sys.argv[1:3]
for file in sys.argv[3:]:
    sys.argv = [verifier, file, "--key", key]
    with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(io.StringIO()):
        try:
            runpy.run_path(verifier, run_name="__main__")
        except SystemExit as ended:
            code = ended.code
    print(code, len(told.getvalue()))
"""


def of_a_value(value: Any) -> Iterator[Mutant]:
    yield "null", None
    match value:
        case bool():
            yield "the other", not value
            yield "a number", int(value)
        case int():
            yield "more", value + 1
            yield "less", value - 1
            yield "below nothing", -value - 1
            yield "huge", 10**40
            yield "beyond all numbers", float("inf")
            yield "no number", float("nan")
            yield "with a fraction", float(value)
            yield "as words", str(value)
            yield "a truth", bool(value)
        case str():
            yield "empty", ""
            yield "longer", f"{value}x"
            yield "without its end", value[:-1]
            yield "with its end on another line", f"{value}\n"
            yield "a number", 7
            yield "a list", [value]
            yield "half of a character", f"{value}\ud800"
            yield "what can't be seen", f"{value}\u200b"
            yield "letters of another alphabet", value.replace("a", "\u0430").replace("e", "\u0435")
            yield "another case", value.swapcase()
            yield from _of_bytes(value)


def _of_bytes(value: str) -> Iterator[Mutant]:
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        return
    yield "one bit", base64.b64encode(bytes([raw[0] ^ 1]) + raw[1:]).decode() if raw else "AA=="
    yield "zeros behind it", base64.b64encode(raw + bytes(1)).decode()
    if value.endswith("="):  # the bits that stand for nothing
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        last = len(value.rstrip("=")) - 1
        yield "bits of nothing", f"{value[:last]}{letters[letters.index(value[last]) ^ 1]}{value[last + 1 :]}"


def of_all_in(value: Any, at: str = "") -> Iterator[Mutant]:
    """Each with one thing changed."""
    match value:
        case dict():
            yield f"{at}: more", {**value, "more": "words"}
            for name, one in value.items():
                yield f"{at}.{name} left out", {other: it for other, it in value.items() if other != name}
                yield f"{at}.{name} called otherwise", {name.upper() if it == name else it: value[it] for it in value}
                yield from ((how, {**value, name: other}) for how, other in of_all_in(one, f"{at}.{name}"))
        case list():
            yield f"{at}: null", None
            yield f"{at}: empty", []
            yield f"{at}: in another order", value[::-1]
            for n, one in enumerate(value):
                yield f"{at}[{n}] left out", value[:n] + value[n + 1 :]
                yield f"{at}[{n}] twice", value[: n + 1] + value[n:]
                yield f"{at}[{n}] at the end", value[:n] + value[n + 1 :] + [one]
                yield f"{at}: nothing beyond {n}", value[:n]
                if n and isinstance(one, dict):
                    yield from _between(value, n, at)
                yield from ((how, [*value[:n], it, *value[n + 1 :]]) for how, it in of_all_in(one, f"{at}[{n}]"))
        case _:
            yield from ((f"{at}: {how}", other) for how, other in of_a_value(value))


def _between(several: list[Any], n: int, at: str) -> Iterator[Mutant]:
    """Each field of one in the place of that of the one before, both ways."""
    for name in sorted({*several[n]} & {*several[n - 1]}):
        made = copy.deepcopy(several)
        made[n][name], made[n - 1][name] = made[n - 1][name], made[n][name]
        yield f"{at}[{n}].{name} of the one before, and the other way round", made
        copied = {**several[n], name: several[n - 1][name]}
        yield f"{at}[{n}].{name} as the one before", [*several[:n], copied, *several[n + 1 :]]


def noticed(file: Any) -> bool:
    try:
        return not verify(read(json.dumps(file)), key()).good
    except Unusable:
        return True


def files(cast: Cast) -> dict[str, File]:
    """With what is withheld, what the log has not heard of, and what is erased."""
    talk, other = talked(cast), opened(cast.vi)
    say(cast.vi, talk, 'With "quotes", <tags> & an \u00e9')
    catch_up()
    made = {"visitor": transcript(cast.vi, talk)}
    say(cast.vi, other, "Not in the log yet")
    made["not logged"] = transcript(cast.vi, other)
    for one in (talk, other):
        close(cast.ada, one)
    run(plan(cast.bikes.id, Subject.VISITOR, cast.vi.id))
    catch_up()
    made["erased"] = transcript(cast.ada, talk)
    return made


def of_some(file: File) -> Iterator[Mutant]:
    """Of the entries the first, the last, and one that is hidden: they are all alike."""
    entries, as_it_was = file["entries"], json.dumps(file)
    some = {0, len(entries) - 1, next((n for n, one in enumerate(entries) if "sealed" in one), 0)}
    for how, mutant in of_all_in(file):
        at = re.match(r"\.entries\[(\d+)\]\.", how)
        if (at is None or int(at[1]) in some) and not MEANS_NOTHING.fullmatch(how) and json.dumps(mutant) != as_it_was:
            yield how, mutant


def test_each_change_of_a_file_is_noticed(cast: Cast) -> None:
    for whose, file in files(cast).items():
        assert not noticed(file), whose
        tried = dict(of_some(file))
        assert [how for how, mutant in tried.items() if not noticed(mutant)] == [], whose
        assert len(tried) > 300


def test_both_verifiers_say_the_same(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = tmp_path / "verify.py"
    alone.write_bytes(Path(troth.proofs.verify.__file__).read_bytes())
    file = transcript(cast.vi, talked(cast))
    texts = [json.dumps(file), *(json.dumps(one) for _, one in list(of_some(file))[::30]), *_as_text(file)]
    paths = [tmp_path / f"{n}.json" for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    ours = []
    for path in paths:
        code = main(["verify-transcript", str(path), "--key", sign.verifier_key()])
        ours.append(f"{code} {len(capsys.readouterr().out)}")
    done = subprocess.run(
        [sys.executable, "-I", "-c", _ALL, alone, sign.verifier_key(), *paths],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split("\n")[:-1] == ours
    assert ours[0].startswith("0 ")
    assert {one.split()[0] for one in ours[1:]} == {"1", "2"}


def _as_text(file: File) -> list[str]:
    """What is done to the text of a file, and no value in it."""
    text = json.dumps(file)
    return [
        text[:-20], text + "}", f"{text}\n{text}", f"\ufeff{text}", "{" + '"a":' + "[" * 100_000, "", "null",
        text.replace('"body": ', '"body": "Another word", "body": ', 1),
        text.replace('"entries": ', '"entries": [], "entries": ', 1),
        text.replace('"seq": 1,', f'"seq": {"9" * 5_000},', 1),
        text.replace('"seq": 1,', '"seq": 1e999,', 1), text.replace('"v": 1', '"v": 1.0', 1),
        f'{{"words": 1}} <script id="troth-transcript" type="application/json">{text}</script>',
    ]  # fmt: skip


def test_each_change_of_the_text_of_a_file_is_noticed(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    for text in _as_text(transcript(cast.vi, talked(cast))):
        file.write_bytes(text.encode())
        assert main(["verify-transcript", str(file), "--key", sign.verifier_key()]) in (1, 2), text[:80]


@pytest.mark.parametrize("before", ["\ufeff", "x", " x", "\u200b", "{", "{}", "&nbsp;", "<p>Told otherwise</p>"])
def test_a_page_that_begins_with_something_else_is_a_page_still(cast: Cast, tmp_path: Path, before: str) -> None:
    talk, path = talked(cast), tmp_path / "page.html"
    page = cast.ada.api.client.get(
        f"/api/v1/conversations/{talk}/transcript", {"form": "html"}, headers=cast.ada.api.headers
    ).content.decode()
    path.write_bytes(page.encode())
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key()]) == 0
    path.write_bytes((before + page.replace("Then the large one", "Then the small one", 1)).encode())
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key()]) in (1, 2)


def test_data_that_is_named_as_a_page_is_not_taken_for_one(cast: Cast, tmp_path: Path) -> None:
    """A browser would show what somebody wrote in the talk as if it were the talk."""
    talk, path = talked(cast), tmp_path / "transcript.html"
    say(cast.vi, talk, "<style>*{display:none}</style>")
    path.write_text(json.dumps(transcript(cast.ada, talk)))
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key()]) == 1


def test_words_do_not_run_over_into_the_seal_of_a_withheld_entry_before_them(cast: Cast) -> None:
    file = transcript(cast.vi, talked(cast))
    n = next(n for n, one in enumerate(file["entries"]) if "sealed" in one)
    hidden, shown = file["entries"][n : n + 2]
    hidden["sealed"] = base64_of(raw(hidden["commitment"]) + raw(hidden["sealed"]))
    hidden["commitment"] = ""
    shown["before"] = base64_of(raw(shown["before"]) + shown["body"][:10].encode())
    shown["body"] = shown["body"][10:]
    report = verify(file, key())
    assert [verdict for seq, verdict, _ in report.verdicts if seq in (hidden["seq"], shown["seq"])] == [ALTERED] * 2


def test_what_is_ok_is_told_with_its_words(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has the installation's key can sign a page that shows other words than the data in it."""
    talk, path = talked(cast), tmp_path / "file.json"
    say(cast.vi, talk, "One \u202eline")
    path.write_text(json.dumps(transcript(cast.ada, talk)))
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key()]) == 0
    told = capsys.readouterr().out
    assert "Then the large one, please" in told
    assert "\u202e" not in told
    assert len(told.splitlines()) == len(transcript(cast.ada, talk)["entries"]) + 1


@pytest.mark.parametrize(
    "against", ["", " \n", "x", "{}", '{"troth": "transcript 1", "checkpoint": null}', "WITH A LIST", "WITH NOTHING"]
)
def test_what_is_nothing_to_compare_with_is_no_comparison(cast: Cast, tmp_path: Path, against: str) -> None:
    file, path, other = transcript(cast.ada, talked(cast)), tmp_path / "file.json", tmp_path / "other"
    logs = {"WITH A LIST": [1], "WITH NOTHING": {"size": 1}}
    if against in logs:
        against = json.dumps({**{name: file[name] for name in ("troth", "checkpoint")}, "log": logs[against]})
    path.write_text(json.dumps(file))
    other.write_text(against)
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key(), "--against", str(other)]) == 2
    assert main(["verify-transcript", str(path), "--key", sign.verifier_key(), "--against", ""]) == 2
