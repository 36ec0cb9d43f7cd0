"""The tables of the keyring, made in numbered steps."""

import sqlite3

STEPS = [
    """
    CREATE TABLE key (
        id INTEGER PRIMARY KEY,
        wrapped BLOB,                -- NULL once destroyed
        minted_at INTEGER NOT NULL,  -- ms since 1970
        workspace BLOB, stream BLOB, subject BLOB,  -- bound later, the main database knows first
        destroyed_at INTEGER
    );
    CREATE INDEX key_subject ON key (subject) WHERE subject IS NOT NULL;
    CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    INSERT INTO fact VALUES ('next_id', 1), ('bound_to', 0)
    """,
    """
    CREATE TABLE destroyed (n INTEGER PRIMARY KEY, key_id INTEGER NOT NULL)  -- read by the other processes, in order
    """,
]


def bring_up(connection: sqlite3.Connection) -> None:
    """Run the steps that are missing. Harmless to repeat; two processes at once are kept apart by the lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (at,) = connection.execute("PRAGMA user_version").fetchone()
        for step in STEPS[at:]:
            for statement in step.split(";"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
