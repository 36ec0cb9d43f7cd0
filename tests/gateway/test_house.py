"""Changes of the house while sockets are open."""

from tests.cast import Cast
from tests.gateway.talk import Socket, joined, opened


def test_another_role_keeps_the_open_talks_and_the_inbox(cast: Cast, port: int) -> None:
    talk = opened(cast)
    ben = cast.ben.member(cast.bikes).id
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ben) as socket:
        vi.follow(talk)
        socket.follow(talk)
        socket.say(op="subscribe", ref=2, workspace=str(cast.bikes.id))
        socket.hear("subscribed")
        for role in ("admin", "agent", "admin"):
            assert cast.ada.api.patch(f"/workspaces/{cast.bikes.id}/members/{ben}", role=role).status == 200
            assert vi.tell(talk, f"after {role}")["op"] == "ack"
            while (heard := socket.hear("gone", "event"))["op"] == "event":
                if heard["event"]["body"].get("text") == f"after {role}":
                    break
            assert heard["op"] == "event", heard


def test_a_removed_member_loses_talks_and_inbox_once(cast: Cast, port: int) -> None:
    talk = opened(cast)
    joined(cast.ada, talk)
    ben = cast.ben.member(cast.bikes).id
    with Socket.of(port, cast.vi) as vi, Socket.of(port, cast.ben) as socket:
        vi.follow(talk)
        socket.follow(talk)
        socket.say(op="subscribe", ref=2, workspace=str(cast.bikes.id))
        socket.hear("subscribed")
        assert cast.ada.api.delete(f"/workspaces/{cast.bikes.id}/members/{ben}").status in (200, 204)
        gone = [socket.hear("gone"), socket.hear("gone")]
        assert {frame.get("stream") or frame.get("workspace") for frame in gone} == {str(talk), str(cast.bikes.id)}
        assert vi.tell(talk, "not for Ben")["op"] == "ack"
        socket.say(op="subscribe", ref=9, stream=str(talk))
        assert socket.hear("gone", "event", "summary", "error")["code"] == "not_found"
