"""A WebSocket on which nobody says anything: proxies cut those, and people lose their line every minute."""

from troth.kernel.question import signed

from ..progress import Progress
from .asked import why
from .found import CantLook, Check, Found, broken, ok, span
from .installation import Installation
from .spoken import silent


def _silent(here: Installation) -> Found:
    if not here.long:
        raise CantLook("it takes two minutes: troth doctor --long")
    if here.from_outside:
        raise CantLook("a server holds a silent socket only for who has its secret")
    here.public()
    progress = Progress("A silent WebSocket is watched", round(here.long), "seconds")
    try:
        hello = f'{{"op":"hello","v":1,"pass":"{signed(here.config)}"}}'
        cut = silent(here.url, hello, here.long, lambda so_far: progress.at(round(so_far)))
    except (OSError, ValueError) as error:
        said = str(error) if type(error) is ValueError else why(error)
        raise CantLook(f"no WebSocket comes to a welcome ({said})") from None
    finally:
        progress.end()
    if cut is None:
        return ok(f"A WebSocket stays open for {span(here.long)} in which nobody says anything.")
    if cut.code == 1012:
        raise CantLook("the server was restarted meanwhile")
    how = f"closed with {cut.code}" if cut.code else "cut without a word"
    return broken(
        f"A WebSocket on which nobody says anything is {how} after {span(cut.after)}: people lose their line again and"
        " again.",
        "Let whatever is on the way (proxy, load balancer, firewall) wait longer for the next byte than Troth's ping"
        " takes: nginx by proxy_read_timeout 75s and proxy_send_timeout 75s for /ws, others by their idle timeout.",
        "behind-a-proxy",
    )


CHECKS = (Check("silent WebSocket", "nothing on the way cuts one on which nobody speaks; only with `--long`", _silent),)
