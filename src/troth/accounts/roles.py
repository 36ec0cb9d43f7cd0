"""What a member may be. The order is that of power in the talks; rights per verb are in conversations/rights.py.

A privacy officer answers what people ask about their data, and reads no talk for it: they serve nobody.
"""

from typing import Literal

type RoleName = Literal["owner", "admin", "agent", "officer"]

OWNER: RoleName = "owner"
ADMIN: RoleName = "admin"
AGENT: RoleName = "agent"
OFFICER: RoleName = "officer"
ROLES: tuple[RoleName, ...] = (OWNER, ADMIN, AGENT, OFFICER)
LEADS: tuple[RoleName, ...] = (OWNER, ADMIN)  # may change members and sites
SERVING: tuple[RoleName, ...] = (OWNER, ADMIN, AGENT)  # read conversations, and are offered some
PRIVACY: tuple[RoleName, ...] = (OWNER, OFFICER)  # answer for what is kept of people; only owners make them
