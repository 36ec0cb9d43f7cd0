"""What the processes of an installation tell each other and nobody keeps: who is here, who types, what was seen.

    murmur.say(Types(...))                    # on the loop; the others hear it within 100 ms, or never
    murmur.listen(Types, heard)               # heard(sender, word), on the loop
    murmur.tells(whole)                       # whole() gives all words a newcomer must know, one by one
    murmur.on_missed(look_again)              # something was said that we may not have heard

Where there is one process, `Murmur` is all of it: nothing is said, and it costs nothing. On PostgreSQL it is
`PostgresMurmur`: NOTIFY on a channel of its own, by a connection that joins no transaction of the log. Whatever must
not be lost is an event or a row, and never goes this way alone.
"""

from .murmur import Murmur
from .words import Begin, Departed, End, Gone, Here, Leased, Raised, SignedOut, Types, Word

__all__ = ["Begin", "Departed", "End", "Gone", "Here", "Leased", "Murmur", "Raised", "SignedOut", "Types", "Word"]
