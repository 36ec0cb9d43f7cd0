"""The privacy desk of a workspace, as its officer works there."""

from typing import TYPE_CHECKING, Any

from .api import Answer

if TYPE_CHECKING:
    from .world import Visitor, World


class Desk:
    """`place`: where requests are."""

    def __init__(self, world: "World", who: str = "officer") -> None:
        self.api = world.api(who)
        self.privacy = f"{world.at_workspace}/privacy"
        self.place = f"{self.privacy}/requests"

    def file(self, right: str, **more: Any) -> Any:
        """What came by letter. Raises Unplayable."""
        return self.api.must("POST", self.place, right=right, **more)

    def of(self, who: "Visitor", right: str, **more: Any) -> Any:
        """A letter of a visitor."""
        return self.file(right, subject={"kind": "visitor", "id": str(who.id)}, **more)

    def seen(self, request: Any) -> Any:
        return self.api.must("GET", f"{self.place}/{request['id']}")

    def act(self, request: Any, act: str, **body: Any) -> Answer:
        """pause, accept, refuse, done, plan, erase ..., which may be refused."""
        return self.api.send("POST", f"{self.place}/{request['id']}/{act}", body)

    def must(self, request: Any, act: str, **body: Any) -> Any:
        """The same, which has to be a good one. Raises Unplayable."""
        return self.api.must("POST", f"{self.place}/{request['id']}/{act}", **body)

    def waiting(self) -> list[Any]:
        """What waits for an answer, in the desk's order."""
        return list(self.api.must("GET", f"{self.place}?state=open")["items"])

    def newest(self) -> Any:
        """Of those that wait, the one that came last."""
        return max(self.waiting(), key=lambda one: (one["received_at"], one["id"]))

    def erase(self, request: Any) -> Any:
        """The certificate. Raises Unplayable."""
        plan = self.must(request, "plan", force=True)
        return self.must(request, "erase", hash=plan["hash"], force=True)
