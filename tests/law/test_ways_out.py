"""Nothing leaves by a way of its own: modules that open connections to other machines are named here, with why they
may, and those that reach what is not ours ask the register first."""

import ast

from tests.law.files import ROOT

SOURCES = ROOT / "src" / "troth"
CONNECTS = {
    "smtplib", "httpx", "httpx2", "requests", "urllib.request", "http.client", "obstore", "ftplib", "imaplib", "poplib",
    "telnetlib", "xmlrpc.client", "aiohttp", "websockets", "asyncssh", "paramiko", "boto3",
    "django.core.mail.backends.smtp", "urllib3", "grpc", "redis", "nats",
}  # fmt: skip
CALLS = {
    "create_connection", "open_connection", "open_unix_connection", "create_datagram_endpoint", "sock_connect",
    "urlopen", "getaddrinfo", "gethostbyname", "connect_ex", "sendto",
}  # fmt: skip
ASKS = {
    "post/smtp.py": "mail",
    "project/capture.py": "mail of the sign-in pages",
    "filestore/s3.py": "files",
    "upkeep/doctor/beside.py": "whether the mail server answers",
}
OWN = {
    "upkeep/doctor/asked.py": "the installation's own address",
    "upkeep/doctor/spoken.py": "the installation's own address",
    "upkeep/doctor/sites.py": "looks up the names of the workspace's own websites, connects nowhere",
    "verify/api.py": "the installation's own address, or the lab's",
    "verify/lab/front.py": "the lab's own server",
}
NONE = {
    "gateway/sansio.py": "takes connections, opens none",
    "project/supervisor.py": "a socket of this machine's supervisor",
}
SDK = "client/"  # runs with who uses it, not in the server


def _ways(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        found |= {name for name in names if any(name == way or name.startswith(f"{way}.") for way in CONNECTS)}
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in CALLS:
                found.add(called)
    return found


def test_no_module_opens_a_way_of_its_own() -> None:
    opening = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = str(path.relative_to(SOURCES))
        if not name.startswith(SDK) and (ways := _ways(ast.parse(path.read_text()))):
            opening[name] = ways
    assert opening.keys() == ASKS.keys() | OWN.keys() | NONE.keys(), opening


def test_those_that_reach_others_ask_first() -> None:
    for name in ASKS:
        tree = ast.parse((SOURCES / name).read_text())
        asked = [
            node for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr == "out_to" and getattr(node.value, "id", "") == "egress"
        ]  # fmt: skip
        assert asked, name


def test_the_look_is_not_blind() -> None:
    code = "import smtplib\nfrom urllib import request\nimport socket\nsocket.create_connection(('x', 1))\n"
    assert _ways(ast.parse(code)) == {"smtplib", "urllib.request", "create_connection"}
