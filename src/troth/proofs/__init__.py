"""Transcripts that prove themselves: what was said can't be altered, added, left out or put in another order without
that being noticed, offline and by anybody; and what was erased, or is not for the reader's eyes, is only told as that.
And a log of each workspace, as a tree of hashes that only grows: who has a checkpoint of it is a witness.

verify.py     the verifier, a file that stands alone     sign.py      the installation's key, notes and entries
transcript.py the transcript of a talk with its proof    key_page.py  where the key is published     api.py over HTTP
grow.py       the reader that puts events into the log   bury.py      tombstones of what was erased
checkpoint.py how a log stands, signed; the notary does  log_page.py  where that is published
merkle.py     the tree, without a database               in_log.py    where a talk stands in the log
"""
