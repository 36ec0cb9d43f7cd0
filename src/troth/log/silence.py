"""What is asked of PostgreSQL's connections so that silence comes to an end. A network that lost the other side says
nothing: a thread of ours would wait for ever, and the locks of a process that is gone would stay with the server.

Either side asks after ten seconds without a word, and gives up after another fifteen.
"""

OURS = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}  # libpq's
THEIRS = {  # settings of the server's side, for this connection
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "idle_in_transaction_session_timeout": "15s",  # who froze in the middle of a unit holds up its streams no longer
}
ANSWER = 10.0  # s for one statement of the scribe or the sequencer: who is silent for longer is not there
FROZEN = "5s"  # of silence of a sequencer, which asks at least once a second: then another one may lead
