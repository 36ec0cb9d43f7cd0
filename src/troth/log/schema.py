"""The tables of the log, made in numbered steps. A step that was released is never changed, a new one is added.

SQLite: ids are BLOB(16), the rowid is the position. The key that finds repeats begins with the client's id there:
UUIDv7 sort by time, so appends stay at one end of that index.
PostgreSQL: every key is led by workspace, so that it can be sharded by it. `log_head` has no index on what moves:
every move stays a heap-only update. Moments are ms since 1970 in both.
"""

SQLITE = [
    """
    CREATE TABLE log_head (
        workspace BLOB NOT NULL, stream BLOB NOT NULL,
        last_seq INTEGER NOT NULL DEFAULT 0, last_all INTEGER NOT NULL DEFAULT 0,
        last_commit BLOB NOT NULL DEFAULT (zeroblob(32)),
        at INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (workspace, stream)
    ) WITHOUT ROWID;
    CREATE INDEX log_head_stream ON log_head (stream);
    CREATE TABLE log_event (
        position INTEGER PRIMARY KEY,
        workspace BLOB NOT NULL, stream BLOB NOT NULL, seq INTEGER NOT NULL, after_all INTEGER NOT NULL,
        at INTEGER NOT NULL, kind INTEGER NOT NULL, v INTEGER NOT NULL, audience INTEGER NOT NULL,
        author_kind INTEGER NOT NULL, author BLOB NOT NULL, client_id BLOB NOT NULL,
        key_id INTEGER NOT NULL, commitment BLOB NOT NULL, payload BLOB NOT NULL
    );
    CREATE UNIQUE INDEX log_event_place ON log_event (workspace, stream, seq);
    CREATE UNIQUE INDEX log_event_once ON log_event (client_id, author, stream, workspace);
    CREATE TABLE log_key (id INTEGER PRIMARY KEY, workspace BLOB NOT NULL, stream BLOB NOT NULL, subject BLOB NOT NULL);
    CREATE INDEX log_key_owner ON log_key (workspace, subject, stream);
    CREATE TABLE log_mark (
        workspace BLOB NOT NULL, stream BLOB NOT NULL, participant BLOB NOT NULL,
        kind INTEGER NOT NULL, delivered INTEGER NOT NULL, seen INTEGER NOT NULL,
        PRIMARY KEY (workspace, stream, participant)
    ) WITHOUT ROWID;
    CREATE TABLE log_bookmark (name TEXT PRIMARY KEY, position INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    """,
    """
    CREATE TABLE log_parked (
        name TEXT NOT NULL, position INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (name, position)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE log_backup (
        id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL, place TEXT NOT NULL,
        kept_rows INTEGER NOT NULL, kept_files INTEGER NOT NULL, kept_keys INTEGER NOT NULL, size INTEGER NOT NULL
    );
    """,
]

POSTGRES = [
    """
    CREATE TABLE log_head (
        workspace uuid NOT NULL, stream uuid NOT NULL,
        last_seq int NOT NULL DEFAULT 0, last_all int NOT NULL DEFAULT 0,
        last_commit bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
        at bigint NOT NULL, state smallint NOT NULL DEFAULT 0,
        PRIMARY KEY (workspace, stream)
    ) WITH (fillfactor = 70);
    CREATE INDEX log_head_stream ON log_head (stream);
    CREATE TABLE log_event (
        workspace uuid NOT NULL, stream uuid NOT NULL, seq int NOT NULL, after_all int NOT NULL,
        at bigint NOT NULL, kind smallint NOT NULL, v smallint NOT NULL, audience smallint NOT NULL,
        author_kind smallint NOT NULL, author uuid NOT NULL, client_id uuid NOT NULL,
        key_id bigint NOT NULL, commitment bytea NOT NULL, payload bytea NOT NULL,
        PRIMARY KEY (workspace, stream, seq),
        UNIQUE (workspace, stream, author, client_id)
    );
    CREATE TABLE log_key (
        id bigint PRIMARY KEY, workspace uuid NOT NULL, stream uuid NOT NULL, subject uuid NOT NULL
    );
    CREATE INDEX log_key_owner ON log_key (workspace, subject, stream);
    CREATE TABLE log_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        workspaces uuid[] NOT NULL, streams uuid[] NOT NULL, seqs int[] NOT NULL
    ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
    CREATE TABLE log_feed (
        last bigint PRIMARY KEY, n int NOT NULL,
        workspaces uuid[] NOT NULL, streams uuid[] NOT NULL, seqs int[] NOT NULL
    );
    CREATE TABLE log_position (id int PRIMARY KEY CHECK (id = 1), last bigint NOT NULL);
    INSERT INTO log_position VALUES (1, 0);
    CREATE TABLE log_mark (
        workspace uuid NOT NULL, stream uuid NOT NULL, participant uuid NOT NULL,
        kind smallint NOT NULL, delivered int NOT NULL, seen int NOT NULL,
        PRIMARY KEY (workspace, stream, participant)
    ) WITH (fillfactor = 70);
    CREATE TABLE log_bookmark (name text PRIMARY KEY, position bigint NOT NULL DEFAULT 0);
    """,
    """
    CREATE TABLE log_parked (
        name text NOT NULL, position bigint NOT NULL, reason text NOT NULL, at bigint NOT NULL,
        PRIMARY KEY (name, position)
    );
    """,
    """
    CREATE TABLE log_worker (
        name text PRIMARY KEY, token uuid NOT NULL, place text NOT NULL, until timestamptz NOT NULL
    );
    ALTER TABLE log_bookmark ADD COLUMN holder uuid;
    """,
    """
    CREATE TABLE log_backup (
        id int PRIMARY KEY CHECK (id = 1), at bigint NOT NULL, place text NOT NULL,
        kept_rows bigint NOT NULL, kept_files bigint NOT NULL, kept_keys bigint NOT NULL, size bigint NOT NULL
    );
    """,
]


def statements(step: str) -> list[str]:
    return [statement.strip() for statement in step.split(";") if statement.strip()]
