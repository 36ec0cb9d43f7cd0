"""What this room keeps: hashes and counts. None of them can be guessed back, and none leads to anybody once the words
that it stands for are erased."""

from troth.datamap import NotPersonal, Place, Where

_WORKSPACE = NotPersonal("an id of the workspace, a company")
_STREAM = NotPersonal("a random id of the talk")
_HASHES = NotPersonal("hashes of what is kept sealed, made with salts that go with its keys")
_COUNT = NotPersonal("counts up in the log of the workspace")

PLACES = (
    Place(
        Where.ROWS, "proofs.Tree", "How the log of a workspace stands, as a tree of hashes.",
        {
            "workspace": _WORKSPACE, "address": NotPersonal("a hash of the workspace's id", in_spite_of_its_name=True),
            "size": _COUNT, "edge": _HASHES, "tombstones": _COUNT, "erased": _COUNT, "restored": _COUNT,
            "signed": _COUNT, "through": NotPersonal("of the newest event in it"),
            "signed_at": NotPersonal("when it was signed last"),
        },
    ),
    Place(
        Where.ROWS, "proofs.Tile", "The hashes of that tree, sixteen a row.",
        {"workspace": _WORKSPACE, "level": _COUNT, "number": _COUNT, "hashes": _HASHES},
    ),
    Place(
        Where.ROWS, "proofs.Places", "Where the entries of a talk stand in the log of its workspace.",
        {
            "workspace": _WORKSPACE, "stream": _STREAM, "part": NotPersonal("counts up in the talk"),
            "places": _COUNT,
        },
    ),
    Place(
        Where.ROWS, "proofs.Tombstone", "Entries of a talk are erased.",
        {
            "workspace": _WORKSPACE, "stream": _STREAM, "place": _COUNT,
            "seqs": NotPersonal("numbers of entries of the talk"),
        },
    ),
    Place(
        Where.ROWS, "proofs.Checkpoint", "What was signed of the log of a workspace, and is public.",
        {
            "workspace": _WORKSPACE, "size": _COUNT, "at": NotPersonal("when it was signed"),
            "note": NotPersonal("counts, hashes and a signature", in_spite_of_its_name=True),
        },
    ),
    Place(
        Where.JOB, "proofs", "A reader of the log: puts the hash of every event into the tree of its workspace.",
        {"event": NotPersonal("a position of the log")},
    ),
    Place(Where.JOB, "checkpoints", "Signs how the logs of workspaces stand, where something is new.", {}),
)  # fmt: skip
