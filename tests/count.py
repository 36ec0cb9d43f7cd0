"""How many tests passed, failed and were skipped, how long each folder took: read from the runners' own reports."""

import json
import xml.etree.ElementTree as ElementTree  # the report is our own file
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: Counter[str] = field(default_factory=Counter)  # folder -> time of its tests
    reasons: Counter[str] = field(default_factory=Counter)  # why tests were skipped -> how many

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
            self.reasons + other.reasons,
        )


def of_pytest(report: Path) -> Count:
    """Count a JUnit file of pytest. No file: the run broke before its end, which is one failure."""
    count = Count()
    if not report.exists():
        return Count(failed=1)
    for case in ElementTree.parse(report).iter("testcase"):
        folder = "/".join(case.get("classname", "").split(".")[:2])
        count.seconds[folder] += float(case.get("time", 0))  # type: ignore[assignment]
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif skip is not None:
            count.skipped += 1
            count.reasons[skip.get("message", "")] += 1
        else:
            count.passed += 1
    return count


def of_vitest(report: Path) -> Count:
    """Count a JSON file of Vitest. A file of tests that did not load is one failure."""
    count = Count()
    if not report.exists():
        return Count(failed=1)
    told = json.loads(report.read_text())
    count.passed, count.failed = told["numPassedTests"], told["numFailedTests"]
    count.skipped = told["numPendingTests"] + told.get("numTodoTests", 0)
    if count.skipped:
        count.reasons["skipped in vitest"] += count.skipped
    for file in told["testResults"]:
        count.seconds["web"] += (file["endTime"] - file["startTime"]) / 1000
        if file["status"] == "failed" and not file["assertionResults"]:
            count.failed += 1
    return count
