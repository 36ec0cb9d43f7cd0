"""docs/operate.md names every metric, with its labels, and none that is not there; alerts and dashboards ask for those
alone."""

import re

from prometheus_client.parser import text_string_to_metric_families

from tests.law.files import ROOT, document
from tests.project.scrape import ask

ROW = re.compile(r"^\| `(troth_\w+)` \| (\w+) \| ([^|]*)\|", re.M)
ENDINGS = {"counter": "_total", "gauge": "", "histogram": ""}


def _served(server: str) -> dict[str, str]:
    families = text_string_to_metric_families(ask(int(server.rpartition(":")[2]))[1])
    return {family.name + ENDINGS[family.type]: family.type for family in families if family.name.startswith("troth_")}


def test_every_metric_has_its_row(server: str) -> None:
    assert {name: kind for name, kind, _ in ROW.findall(document("operate.md"))} == _served(server)


def test_the_labels_are_those_of_the_page(server: str) -> None:
    documented = {name: set(re.findall(r"`(\w+)`", labels)) for name, _, labels in ROW.findall(document("operate.md"))}
    for family in text_string_to_metric_families(ask(int(server.rpartition(":")[2]))[1]):
        if family.name.startswith("troth_"):
            for sample in family.samples:
                assert sample.labels.keys() - {"le"} == documented[family.name + ENDINGS[family.type]], family.name


def test_alerts_ask_for_metrics_that_are_there(server: str) -> None:
    rules = (ROOT / "deploy/prometheus/alerts.yml").read_text()
    served = _served(server)
    histograms = {name + end for name, kind in served.items() if kind == "histogram" for end in ("_bucket", "_count")}
    asked = set(re.findall(r"\btroth_\w+", rules))
    assert asked
    assert asked <= served.keys() | histograms
