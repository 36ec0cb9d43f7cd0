"""Reading /metrics as Prometheus does."""

import http.client

from prometheus_client.parser import text_string_to_metric_families

from tests.until import PATIENCE

type Sample = tuple[str, tuple[tuple[str, str], ...]]


def ask(port: int, path: str = "/metrics", host: str = "127.0.0.1", **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, body, headers in small letters."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, answer.read().decode(), told
    finally:
        connection.close()


def samples(text: str) -> dict[Sample, float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(port: int, name: str, **labels: str) -> float:
    """Of this sample now; 0 when it is not there yet."""
    status, text, _ = ask(port)
    assert status == 200, text
    return samples(text).get((name, tuple(sorted(labels.items()))), 0.0)
