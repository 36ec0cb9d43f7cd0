"""`--role`: one process does everything, or each part has processes of its own, as many as are needed."""

import msgspec

from troth.kernel.config import Config, ConfigError, Role


def given(config: Config, role: Role) -> Config:
    """The settings for a process of this role. Raises ConfigError where the parts can't be apart."""
    if role != "all":
        if config.database.kind == "sqlite":
            raise ConfigError(f"DATABASE_URL: the role {role} needs PostgreSQL; on SQLite one process does everything.")
        if config.base_url == f"http://localhost:{config.port}":
            raise ConfigError("TROTH_BASE_URL must say where people reach all roles together: the proxy in front.")
    return msgspec.structs.replace(config, role=role)
