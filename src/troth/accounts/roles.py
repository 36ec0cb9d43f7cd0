"""What a member may be. The order is that of power; rights per verb are in conversations/rights.py."""

from typing import Literal

type RoleName = Literal["owner", "admin", "agent"]

OWNER: RoleName = "owner"
ADMIN: RoleName = "admin"
AGENT: RoleName = "agent"
ROLES: tuple[RoleName, ...] = (OWNER, ADMIN, AGENT)
LEADS: tuple[RoleName, ...] = (OWNER, ADMIN)  # may change members and sites
