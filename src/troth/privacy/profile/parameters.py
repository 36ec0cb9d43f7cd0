"""Every parameter that a profile may name."""

from collections.abc import Mapping

from .of_company import OF_COMPANY
from .of_mail import OF_MAIL
from .of_times import OF_TIMES
from .of_visitors import OF_VISITORS
from .parameter import LAWS, Parameter

__all__ = ["LAWS", "PARAMETERS", "TABLES", "Parameter", "by_site"]

PARAMETERS: Mapping[str, Parameter] = {
    one.name: one for part in (OF_VISITORS, OF_TIMES, OF_MAIL, OF_COMPANY) for one in part
}
TABLES = frozenset(name.split(".")[0] for name in PARAMETERS)


def by_site() -> list[Parameter]:
    """Those that a setting of a site obeys today."""
    return [one for one in PARAMETERS.values() if one.site]
