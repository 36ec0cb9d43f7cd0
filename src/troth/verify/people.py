"""Who plays: the same people in every workspace of a run, each signed in once."""

import copy
import threading
from collections.abc import Mapping
from typing import Any

from troth.client import Agent
from troth.kernel.ids import new_id

from .api import Api
from .checks import Unplayable
from .ground import Ground
from .in_step import InStep, Loop
from .inside import people as inside

# owner of the workspaces, privacy officer, two agents, and the owner of another workspace
WHO = {"owner": "Olga Reyes", "officer": "Piet Officer", "agent": "Anna Berg", "second": "Sami Haddad",
       "stranger": "Stan Strange"}  # fmt: skip
ROLES = {"officer": "officer", "agent": "agent", "second": "agent"}


class Login:
    """A person who signs in as an app does."""

    def __init__(self, ground: Ground, email: str, name: str) -> None:
        made = ground.inside(inside.person, email=email, name=name)
        self.id, self.email, self.name, self.password = made["id"], email, name, made["password"]
        self._ground, self._session, self._pass = ground, "", ""
        self._turn = threading.Lock()

    def credential(self, fresh: bool) -> Mapping[str, str]:
        with self._turn:
            if fresh or not self._pass:
                self._pass = self._renewed()
            return {"Authorization": f"Bearer {self._pass}"}

    def session(self) -> str:
        """The token of a session that is open. Raises Unplayable."""
        if not self._session:
            known = {"email": self.email, "password": self.password}
            with Api(self._ground.url) as api:
                answer = api.at("POST", "/_allauth/app/v1/auth/login", known)
            if answer.status != 200:
                raise Unplayable(
                    f"{self.name} can't sign in ({answer.told}): is {self._ground.url} the server of these settings?"
                )
            self._session = answer["meta"]["session_token"]
        return self._session

    def at(self, ground: Ground) -> "Login":
        """The same person, where everything was brought to another server."""
        there = copy.copy(self)
        there._ground, there._session, there._pass, there._turn = ground, "", "", threading.Lock()
        return there

    def _renewed(self) -> str:
        for _ in range(2):
            with Api(self._ground.url, None, {"X-Session-Token": self.session()}) as api:
                answer = api.post("/passes")
            if answer.status == 200:
                return str(answer["pass"])
            self._session = ""  # it ended: the clock was moved, or they were signed out
        raise Unplayable(f"{self.name} gets no pass: {answer.told}")


class Cast:
    """All of WHO, made when they are first needed."""

    def __init__(self, ground: Ground, loop: Loop) -> None:
        self._ground, self._loop = ground, loop
        self._run = new_id().hex[-10:]
        self._logins: dict[str, Login] = {}
        self._foreign: dict[str, Any] | None = None
        self._on_duty: InStep | None = None

    def at(self, ground: Ground) -> "Cast":
        """The same people, where everything was brought to another server."""
        there = Cast(ground, self._loop)
        there._logins = {who: login.at(ground) for who, login in self._logins.items()}
        return there

    def login(self, who: str) -> Login:
        if who not in self._logins:
            self._logins[who] = self.another(WHO[who], who)
        return self._logins[who]

    def another(self, name: str, local: str = "") -> Login:
        """Somebody new, for a scenario that changes or erases them."""
        local = local or new_id().hex[-10:]
        return Login(self._ground, f"{local}.{self._run}@{inside.DOMAIN}", name)

    def workspace(self, name: str, *, owner: str = "owner", members: bool = True) -> dict[str, Any]:
        joined = [
            {"email": self.login(who).email, "name": self.login(who).name, "role": role}
            for who, role in ROLES.items() if members
        ]  # fmt: skip
        made: dict[str, Any] = self._ground.inside(
            inside.workspace, name=name, owner=self.login(owner).email, domains=[], members=joined
        )
        return made

    def foreign(self) -> dict[str, Any]:
        """The stranger's workspace, one for the whole run."""
        if self._foreign is None:
            self._foreign = self.workspace("elsewhere", owner="stranger", members=False)
        return self._foreign

    def on_duty(self) -> None:
        """The agent takes conversations, in every workspace: a lease, which the SDK renews; asked for anew after the
        clock was moved."""
        if self._on_duty is None:
            self._on_duty = self.agent("agent")
        self._on_duty.set_available(True)

    def off_duty(self) -> None:
        """Nobody is there."""
        if self._on_duty is not None:
            self._on_duty.set_available(False)

    def end(self) -> None:
        if self._on_duty is not None:
            self._on_duty.aclose()

    def agent(self, who: str) -> InStep:
        """The SDK's Agent."""
        return InStep(Agent(self._ground.url, self.login(who).session()), self._loop)
