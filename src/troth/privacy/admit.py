"""Hosts that the operator's own settings name are processors too: each gets an active entry at the first start that
meets it, which the privacy officer completes. What an officer ended stays ended."""

from troth.datamap import egress
from troth.kernel.clock import now
from troth.kernel.config import Config

from . import register
from .models import Processor
from .named import Named, named


def admit(config: Config) -> list[Named]:
    """Those that are new in the register. Processes that start together do it one after the other."""
    known = {host for hosts in Processor.objects.values_list("hosts", flat=True) for host in hosts}
    new = [one for one in named(config) if one.host not in known and not egress.is_own(one.host)]
    for host in dict.fromkeys(one.host for one in new):  # one entry, so that who ends it ends all that goes there
        ours = [one for one in new if one.host == host]
        Processor.objects.create(
            name=host,
            function=" and ".join(one.function for one in ours),
            hosts=[host],
            state=Processor.State.ACTIVE,
            since=now(),
            setting=", ".join(one.setting for one in ours),
        )
    register.changed()
    return new
