"""How a socket becomes somebody's, stays so while the pass is renewed, and how unwelcome ones are sent away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from troth.accounts import signed_out
from troth.accounts.roles import SERVING
from troth.datamap.doors import act_for
from troth.kernel import clock, passes
from troth.kernel.config import Config
from troth.kernel.errors import PassExpired, SignInNeeded, TooMany, TrothError
from troth.kernel.question import is_the_doctors
from troth.murmur import Departed, SignedOut
from troth.visitors.signals import heeded
from troth.wire.frames import PROTOCOL, Hello, Pass, Reload, Welcome

from . import purposes
from .problem import told
from .session import Session
from .together import Together

if TYPE_CHECKING:
    from .hub import Hub

CLOSE_BROKE_RULE = 1008  # close codes; docs/protocol.md has them all
CLOSE_NO_PASS = 4401  # get a new pass before you come again
DOCTORS_LAST = 150.0  # s
REST = 0.02  # s; when all come back at once, each look at the rows answers some twenty of them, not three
_EARLY = 32  # frames a client may send before it is welcome


class Greeting:
    def __init__(self, hub: Hub, config: Config) -> None:
        self.hub, self._config, self._secret = hub, config, config.secret("passes")
        self._places = Together(hub.desk.visitors, hub.desk_work, 1, REST)
        self._flooded: dict[UUID, float] = {}
        self._doctors: set[Session] = set()  # nobody's sockets, and left alone for a while
        self._unsure = 0  # how often words of other processes may have been missed, and nobody looked since
        hub.murmur.listen(SignedOut, lambda _, word: self.signed_out(word.person))
        hub.murmur.listen(Departed, lambda _, word: self.departed(word.workspace, word.visitor))
        hub.murmur.on_missed(self._look_at_all)
        hub.wheel.after(hub.pace.sweep, self)

    def first(self, session: Session, frame: Any, text: str) -> None:
        """A frame of a socket that is nobody's yet. What follows a hello at once waits for its answer."""
        if session.early is not None:
            if len(session.early) >= _EARLY:
                return self.flood(session)
            return session.early.append(text)
        if type(frame) is not Hello:
            session.refuse(SignInNeeded("Say hello first."))
            return session.door.close(CLOSE_BROKE_RULE, "hello")
        if frame.v != PROTOCOL:
            session.send(Reload(v=PROTOCOL))
            return session.door.close(1000, "reload")
        session.early = []
        if is_the_doctors(self._config, frame.pass_):
            return self._leave_alone(session)
        return self.hub.spawn(self._greet(session, frame), session)

    def _leave_alone(self, session: Session) -> None:
        """It is nobody's and hears nothing; it looks whether somebody on the way cuts sockets that say nothing."""
        self._doctors.add(session)
        self._welcome(session)
        self.hub.wheel.later(DOCTORS_LAST, lambda: self._seen_enough(session))

    def _seen_enough(self, session: Session) -> None:
        self._doctors.discard(session)
        self.late(session)

    def _welcome(self, session: Session) -> None:
        session.send(Welcome(v=PROTOCOL, now=clock.now(), session=session.id, here_every=self.hub.pace.here))

    async def _greet(self, session: Session, frame: Hello) -> None:
        act_for(purposes.OF[Hello])
        try:
            await self._enter(session, passes.read(self._secret, frame.pass_, clock.now()))
        except TrothError as error:
            return self.reject(session, error)
        except Exception as error:
            return self.reject(session, told(error, "A hello failed"))
        if session.kind == "agent":
            session.door.widen()
        self._welcome(session)
        if session.kind == "visitor":
            self.hub.presence.arrived(session)
        early, session.early = session.early or [], None
        for text in early:
            self.hub.heard(session, text)
        return None

    async def _enter(self, session: Session, claims: passes.Claims) -> None:
        if self._flooded.get(claims.id, 0) > self.hub.wheel.now:
            raise TooMany
        signed_out.check(claims)
        if claims.kind == "visitor":
            place = await self._places.ask(claims)
            if place is None:
                raise SignInNeeded("This visitor is not known here any more.")
            session.workspace, session.site = place.workspace, place.site
            session.unseen = place.unseen
            session.telemetry = "off" if heeded(session.door.signals, place.signals) else place.telemetry
        else:
            await self._enter_agent(session, claims)
        if session.gone:
            self.hub.forget(claims.id, session)
            raise SignInNeeded
        try:
            self.hub.crowds.enter(session, claims.id, claims.kind)
        except TooMany:
            self.hub.forget(claims.id, session)
            raise
        session.kind, session.expires, session.issued = claims.kind, claims.exp, claims.issued
        session.who = claims.id
        session.frames = self.hub.bucket(session.kind)

    async def _enter_agent(self, session: Session, claims: passes.Claims) -> None:
        person = claims.id
        self.hub.persons.setdefault(person, set()).add(session)
        try:
            session.changed = True
            while session.changed:  # by an event that came while the rows were read
                session.changed = False
                found = await self.hub.desk_work(self.hub.desk.memberships, person, claims.issued)
                session.members = {place.workspace: place.member for place in found if place.role in SERVING}
            if not found:
                raise SignInNeeded("This person is a member of no workspace.")
            signed_out.check(claims)  # they may have left while the rows were read
        except BaseException:
            self.hub.forget(person, session)
            raise

    def late(self, session: Session) -> None:
        """The time for a hello is over."""
        if session.who is None and not session.gone and session not in self._doctors:
            session.door.close(CLOSE_BROKE_RULE, "hello")

    def reject(self, session: Session, error: TrothError) -> None:
        session.refuse(error)
        pass_is_bad = isinstance(error, SignInNeeded | PassExpired)
        session.door.close(CLOSE_NO_PASS if pass_is_bad else CLOSE_BROKE_RULE, error.code)

    def signed_out(self, person: UUID) -> None:
        """They signed out, somewhere: a renewed pass would outlive that for ever."""
        for session in list(self.hub.persons.get(person, ())):
            self.reject(session, SignInNeeded())

    def departed(self, workspace: UUID, visitor: UUID) -> None:
        """They turned the chat off, or withdrew their consent, somewhere."""
        for session in self.hub.presence.sessions_of(workspace, visitor):
            self.reject(session, SignInNeeded("This visitor is not known here any more."))

    def erased(self, sessions: list[Session]) -> None:
        """A talk of theirs is of nobody from now on: perhaps they are erased with it."""
        for session in sessions:
            self.hub.spawn(self._check_there(session), session)

    async def _check_there(self, session: Session) -> None:
        assert session.who is not None
        act_for(purposes.OF[Hello])
        claims = passes.Claims(
            kind="visitor", id=session.who, exp=int(session.expires), workspace=session.workspace, site=session.site
        )
        try:
            place = await self._places.ask(claims)
        except Exception as error:  # its pass is looked at when it is renewed
            told(error, "A visitor could not be looked at")
            return
        if place is None and not session.gone:
            self.reject(session, SignInNeeded("This visitor is not known here any more."))

    def _look_at_all(self) -> None:
        """Perhaps somebody signed out unheard: the rows know."""
        self._unsure += 1
        if self._unsure == 1:
            self.hub.spawn(self._check_all())

    async def _check_all(self) -> None:
        while (looking := self._unsure) > 0:
            for session in [session for sessions in list(self.hub.persons.values()) for session in sessions]:
                if session.who is None or session.gone:
                    continue
                try:
                    await self.hub.desk_work(self.hub.desk.check_pass, session.who, session.issued)
                except SignInNeeded as error:
                    self.reject(session, error)
                except Exception as error:  # its pass is looked at when it is renewed
                    told(error, "A pass could not be looked at")
            self._unsure = 0 if self._unsure == looking else 1

    def flood(self, session: Session) -> None:
        """Nobody types this fast: out, and not back in at once."""
        now = self.hub.wheel.now
        if session.who is not None:
            self._flooded = {who: until for who, until in self._flooded.items() if until > now}
            self._flooded[session.who] = now + self.hub.pace.flood
        session.refuse(TooMany())
        session.door.close(CLOSE_BROKE_RULE, "too_many", flood=True)

    def due(self) -> float:
        """Every now and then: whose pass ends? One walk instead of a timer a socket."""
        ahead, now = {"agent": self.hub.pace.renew, "visitor": 0.0}, clock.now().timestamp()
        for session in list(self.hub.sessions):
            if session.who is None or session.expires - now > ahead[session.kind]:
                continue
            if session.kind == "agent":
                session.expires += ahead["agent"]  # asked once; if it fails, asked again then
                self.hub.spawn(self._renew(session), session)
            else:
                self.reject(session, PassExpired())
        return self.hub.pace.sweep

    async def _renew(self, session: Session) -> None:
        assert session.who is not None
        claims = passes.for_agent(session.who, clock.now())  # before the rows are read: a sign-out meanwhile ends it
        try:
            found = await self.hub.desk_work(self.hub.desk.memberships, session.who, session.issued)
        except SignInNeeded as error:
            return self.reject(session, error)
        if not found:
            return self.reject(session, SignInNeeded())
        session.expires, session.issued = claims.exp, claims.issued
        return session.send(Pass(pass_=passes.sign(self._secret, claims), expires=claims.expires))
