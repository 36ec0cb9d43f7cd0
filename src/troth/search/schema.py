"""The tables of the index on PostgreSQL. They are a mirror: no backup has them, and a restore makes them empty. Neither
has the server's write-ahead log: after a crash of the server, and on a replica that takes over, they are empty, and the
reader begins anew. `search_whole` has a row where they are not."""

TABLES = ("search_passage", "search_gone", "search_whole")

POSTGRES = """
    CREATE UNLOGGED TABLE IF NOT EXISTS search_passage (
        position bigint PRIMARY KEY, workspace uuid NOT NULL, site uuid NOT NULL, stream uuid NOT NULL,
        seq int NOT NULL, at bigint NOT NULL, author uuid, team boolean NOT NULL, words tsvector NOT NULL
    );
    CREATE INDEX IF NOT EXISTS search_passage_words ON search_passage USING gin (words);
    CREATE INDEX IF NOT EXISTS search_passage_place ON search_passage (workspace, position);
    CREATE INDEX IF NOT EXISTS search_passage_stream ON search_passage (stream);
    CREATE TABLE IF NOT EXISTS search_gone (stream uuid PRIMARY KEY, upto bigint NOT NULL);
    CREATE UNLOGGED TABLE IF NOT EXISTS search_whole (one int PRIMARY KEY);
"""


def statements() -> list[str]:
    return [one.strip() for one in POSTGRES.split(";") if one.strip()]
