"""GET /metrics: what an operator watches, in the text format of Prometheus. The rooms keep plain numbers, and only a
scrape makes metrics of them. No label holds anything a person wrote, or an id: each has a small, closed set of
values."""

import asyncio
import hmac
import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from troth import __version__
from troth.datamap import doors
from troth.gateway.counts import counts as gateway_counts
from troth.gateway.problem import Scope
from troth.kernel import buckets, outages
from troth.kernel.config import Config
from troth.kernel.counts import Spread
from troth.log import Log
from troth.log.counts import counts as log_counts
from troth.log.gate import gate
from troth.post import sender

from .requests import Requests
from .whole import Whole

if TYPE_CHECKING:
    from troth.gateway.shim import Shim

    from .parts import Gateway

_CLOSES = frozenset((1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 4401))  # docs/protocol.md has them
_FORWARDED = frozenset((b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip", b"forwarded", b"via"))
_STATEMENT = re.compile(r'(orm \w+) (?:INTO |FROM )?"?(\w+)')  # of the ORM: what it does to which table
LAG_EVERY = 0.25  # s between two looks at how late the loop is

type Label = str | tuple[str, ...]
type Values = Mapping[Label, float] | Mapping[str, float] | Mapping[tuple[str, ...], float]


class Metrics:
    """Everything of this process. gateway, web: None where that part is another process's."""

    content_type = CONTENT_TYPE_PLAIN_0_0_4.encode()

    def __init__(
        self, config: Config, log: Log, requests: Requests, gateway: "Gateway | None", web: "Shim | None", whole: Whole
    ) -> None:
        self._token = config.metrics_token.encode()
        self._whole = whole
        self._lag = Spread()
        self._registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._registry.register(Figures(config, log, requests, gateway, web, whole, self._lag))

    async def text(self) -> bytes:
        await self._whole.look()
        return generate_latest(self._registry)

    def may_be_read(self, scope: Scope) -> bool:
        """By whoever has the token; where none is set by this machine itself, and not by whom a proxy on it brings: it
        adds headers, or leaves in Host what the other asked for."""
        headers = dict(scope["headers"])
        if self._token:
            scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
            return scheme.lower() == b"bearer" and hmac.compare_digest(given.strip(), self._token)
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        own = len(hosts) == 1 and _is_own(hosts[0])
        return own and not _FORWARDED & headers.keys() and _is_loopback((scope.get("client") or ("", 0))[0])

    async def watch_loop(self) -> None:
        """For as long as the process serves: how late does the loop call back?"""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            self._lag.add(max(0.0, loop.time() - due))


class Figures(Collector):
    def __init__(
        self, config: Config, log: Log, requests: Requests, gateway: "Gateway | None", web: "Shim | None",
        whole: Whole, lag: Spread,
    ) -> None:  # fmt: skip
        self._config, self._log, self._requests = config, log, requests
        self._gateway, self._web, self._whole, self._lag = gateway, web, whole, lag

    def collect(self) -> Iterable[Metric]:
        for part in (self._process, self._sockets, self._written, self._read, self._post, self._http):
            yield from part()

    def _process(self) -> Iterator[Metric]:
        about: tuple[str, ...] = (__version__, self._config.role, self._log.state.database)
        yield _gauge("build_info", "1; what runs", ("version", "role", "database"), {about: 1})
        yield _spread("loop_lag_seconds", "How late the event loop called back", {"": self._lag})
        outage = outages.seen["answers"]
        yield _counter("database_away", "Answers that the database was away, and to repeat it", (), {"": outage})
        yield _gauge("keyring_keys_ready", "Keys minted ahead", (), {"": self._log.keyring.ready})
        purposeless = {door.value: 0.0 for door in doors.Door} | dict(doors.refused)
        yield _counter("purpose_refused", "What a door refused, having no purpose declared", ("door",), purposeless)
        yield _counter("limit_refused", "What a limit refused, by its name", ("limit",), buckets.refused)

    def _sockets(self) -> Iterator[Metric]:
        counts, open_ = gateway_counts, dict.fromkeys(("visitor", "agent", "unknown"), 0)
        for session in self._gateway.hub.sessions if self._gateway else ():
            open_["unknown" if session.who is None else session.kind] += 1
        yield _gauge("sockets", "Sockets that are open; unknown: no good hello yet", ("kind",), open_)
        yield _counter("sockets_opened", "Sockets that were opened", (), {"": counts.opened})
        closed: dict[Label, float] = {}
        for code, times in counts.closed.copy().items():
            label = str(code) if code in _CLOSES else "other"
            closed[label] = closed.get(label, 0) + times
        yield _counter("sockets_closed", "Close frames that were sent, by their code", ("code",), closed)
        both = {"in": counts.frames_in, "out": counts.frames_out}
        yield _counter("frames", "Frames on sockets", ("direction",), both)
        yield _counter("frames_refused", "Error frames, by their code", ("code",), counts.refused)
        files = {"up": counts.uploaded, "down": counts.downloaded}
        yield _counter("file_bytes", "Bytes of files that went up or down", ("direction",), files)

    def _written(self) -> Iterator[Metric]:
        counts, state = log_counts, self._log.state
        yield _counter("messages_acknowledged", "Messages the scribe kept", (), {"": counts.kept})
        yield _counter("messages_repeated", "Messages that had been kept before", (), {"": counts.repeated})
        yield _counter("messages_refused", "Messages the scribe did not keep, by the code", ("code",), counts.refused)
        ack = "From the hand-over of a batch's oldest message to its commit, once a batch"
        yield _spread("ack_seconds", ack, {"": counts.ack})
        yield _spread("scribe_batch_messages", "Messages a transaction of the scribe", {"": counts.batch})
        at_once = "Transactions of the scribe that were to write without a look before (PostgreSQL)"
        yield _counter("scribe_at_once", at_once, ("state",), counts.at_once)
        yield _gauge("scribe_waiting", "Messages that wait for the scribe", (), {"": state.waiting})
        yield _gauge("scribe_up", "1 when messages can be kept", (), {"": state.scribe and not state.failure})
        held = "For how long a writer held the gate (SQLite) or its streams (PostgreSQL)"
        yield _spread("write_held_seconds", held, {"": counts.held})
        slow: dict[Label, float] = {}
        for name, times in counts.slow.copy().items():
            statement = _STATEMENT.match(name)
            holder = " ".join(statement.groups()) if statement else name
            slow[holder] = slow.get(holder, 0) + times
        yield _counter("write_slow", "Writers that held it too long, by name", ("holder",), slow)
        yield _gauge("gate_waiting", "Writers that wait for the gate (SQLite)", (), {"": gate.waiting})

    def _read(self) -> Iterator[Metric]:
        state, sequencer = self._log.state, self._log.sequencer
        yield _gauge("log_position", "The newest position this process knows", (), {"": state.last_position})
        leads = {"": sequencer.leads} if sequencer else {}
        yield _gauge("sequencer_leads", "1 in the process that gives positions (PostgreSQL)", (), leads)
        behind = {"": sequencer.behind} if sequencer else {}
        yield _gauge("sequencer_lag", "Events of this process that have no position yet (PostgreSQL)", (), behind)
        readers = state.readers
        lag: Mapping[Label, float] = {name: reader.lag for name, reader in readers.items()}
        yield _gauge("reader_lag", "Positions a reader is behind", ("reader",), lag)
        parked: Mapping[Label, float] = {name: reader.parked for name, reader in readers.items()}
        yield _gauge("reader_parked", "Events a reader went on without", ("reader",), parked)
        failing: Mapping[Label, float] = {name: bool(reader.failure) for name, reader in readers.items()}
        yield _gauge("reader_failing", "1 while a reader's last try failed", ("reader",), failing)

    def _post(self) -> Iterator[Metric]:
        yield _gauge("mails", "Mails that are waiting or being sent, of all processes", ("state",), self._whole.mails)
        oldest = self._whole.oldest
        yield _gauge("mail_oldest_seconds", "Age of the oldest of them", (), {} if oldest is None else {"": oldest})
        backup = self._whole.backup
        about = "When the last good backup was made, Unix seconds; 0: never"
        yield _gauge("backup_timestamp_seconds", about, (), {} if backup is None else {"": backup})
        tries = "Tries of this process to send a mail, by the state that came of it"
        yield _counter("mail_attempts", tries, ("state",), sender.attempts)

    def _http(self) -> Iterator[Metric]:
        answered: dict[Label, float] = {
            (method, route, str(status)): times
            for (method, route, status), times in self._requests.answered.copy().items()
        }
        labels = ("method", "route", "status")
        yield _counter("http_requests", "Requests that were answered; status 0: the client left", labels, answered)
        yield _spread("http_request_seconds", "How long they took", dict(self._requests.took), "route")
        waiting = {"": self._web.waiting} if self._web else {}
        yield _gauge("http_waiting", "Requests that wait for a thread", (), waiting)


def _counter(name: str, about: str, labels: tuple[str, ...], values: Values) -> Metric:
    return _filled(CounterMetricFamily(f"troth_{name}", about, labels=labels), labels, values)


def _gauge(name: str, about: str, labels: tuple[str, ...], values: Values) -> Metric:
    return _filled(GaugeMetricFamily(f"troth_{name}", about, labels=labels), labels, values)


def _filled(family: Metric, labels: tuple[str, ...], values: Values) -> Metric:
    add: Callable[..., None] = family.add_metric  # type: ignore[attr-defined]
    for label, value in list(values.items()):
        add([] if not labels else [label] if isinstance(label, str) else list(label), float(value))
    return family


def _spread(name: str, about: str, values: Mapping[str, Spread], label: str = "") -> Metric:
    family = HistogramMetricFamily(f"troth_{name}", about, labels=[label] if label else [])
    for of, spread in values.items():
        so_far, buckets = 0, []
        for bound, times in zip([*map(str, map(float, spread.bounds)), "+Inf"], list(spread.counts), strict=True):
            so_far += times
            buckets.append((bound, so_far))
        family.add_metric([of] if label else [], buckets, spread.total)
    return family


def _is_own(host: str) -> bool:
    """host: as in the header, with or without a port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def _is_loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
