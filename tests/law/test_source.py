"""What no line of the product does, so that whole kinds of attack have nothing to work on (docs/security.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.law.files import ROOT, text, tracked

PYTHON = [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / "src")]
WEB = [
    path
    for path in tracked()
    if path.suffix in (".ts", ".tsx") and path.is_relative_to(ROOT / "web") and ".test." not in path.name
]
CALLS = {"eval", "exec", "compile", "__import__", "mark_safe", "system", "popen", "md5", "sha1", "new_ecb", "ECB"}
MODULES = {"pickle", "marshal", "shelve", "xml", "lxml", "yaml"}
SAFE = {
    "panel.html": "{{ site|safe }}",  # JSON, escaped for a script element by pages._json
    "page.html": "{{ article|safe }}",  # a notice, drawn by a template that escapes
    "paper.html": "{{ article|safe }}",
}
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function\b"


def _name(called: ast.expr) -> str:
    """`a.b.eval(...)` is a call of eval, `re.compile(...)` one of re.compile."""
    if isinstance(called, ast.Attribute):
        return "" if called.attr == "compile" else called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _wrong(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if _name(node.func) in CALLS:
                yield f"line {node.lineno}: {_name(node.func)}"
            if any(word.arg == "shell" for word in node.keywords):
                yield f"line {node.lineno}: shell"
        imported = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            imported = [node.module or ""]
        yield from (f"import of {name}" for name in imported if name.partition(".")[0] in MODULES)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_no_line_runs_text_or_reads_what_runs(path: Path) -> None:
    assert list(_wrong(ast.parse(path.read_text()))) == []


def test_the_law_would_see_it() -> None:
    program = "import pickle\nfrom xml.etree import ElementTree\neval('1')\nos.system('ls')\nrun('ls', shell=True)\n"
    assert len(list(_wrong(ast.parse(program)))) == 5
    assert list(_wrong(ast.parse("re.compile('x')"))) == []
    assert re.search(MARKUP, "element.innerHTML = text")


def test_templates_escape() -> None:
    templates = [path for path in tracked() if path.suffix in (".html", ".txt") and "templates" in path.parts]
    assert templates
    for path in templates:
        whole = (text(path) or "").replace(SAFE.get(path.name, "{{}}"), "")
        if path.suffix == ".html":
            assert not re.search(r"\|\s*safe\b|autoescape off", whole), path


def test_the_apps_make_no_markup_out_of_text() -> None:
    assert WEB
    assert [str(path) for path in WEB if re.search(MARKUP, text(path) or "")] == []


def test_passwords_are_masked_and_may_be_pasted_and_filled_in() -> None:
    console = "\n".join(text(path) or "" for path in WEB if "console" in path.parts)
    fields = re.findall(r'type="password"\s+autoComplete="([\w-]+)"', console)
    assert set(fields) == {"current-password", "new-password"}
    assert len(fields) == console.count('type="password"')
    assert "onPaste" not in (text(ROOT / "web/console/src/signin/SignIn.tsx") or "")
    assert not re.search(r"(?i)secret ?question|password ?hint", console)
