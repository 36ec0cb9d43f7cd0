"""Those of agent-tag."""

from typing import Any

from troth.verify.patch import Patch
from troth.verify.saboteur import saboteur


@saboteur("agent-tag.author_is_the_agents_own", "all that agents say is kept as their first colleague's")
def one_for_all(patch: Patch) -> None:
    first: dict[Any, Any] = {}

    def make(real: Any) -> Any:
        def draft(workspace: Any, stream: Any, author: Any, *rest: Any) -> Any:
            if author.kind == "agent":
                author = first.setdefault(stream, author)
            return real(workspace, stream, author, *rest)

        return draft

    patch.around("troth.conversations.say.draft", make)


@saboteur("agent-tag.author_cannot_be_changed", "who works elsewhere may speak, as one who works here")
def strangers_speak(patch: Patch) -> None:
    from troth.accounts.models import Member
    from troth.conversations.models import Conversation
    from troth.kernel.errors import NotFound

    def allowed(real: Any) -> Any:
        everything = Conversation.objects.all()
        return lambda asker, verb: real(asker, verb) if real(asker, "read").exists() else everything

    def membership(real: Any) -> Any:
        def found(asker: Any, workspace: Any) -> Any:
            try:
                return real(asker, workspace)
            except NotFound:
                return Member.objects.filter(workspace_id=workspace, role="agent").order_by("id").first()

        return found

    patch.around("troth.conversations.access.allowed", allowed)
    patch.around("troth.conversations.access.membership", membership)
