"""The log of each workspace as a tree of hashes: what is kept of it, so that any proof can be made. No hash of it tells
who, when, or in which talk."""

from django.db import models


class Tree(models.Model):
    """edge: the tiles that are not whole yet. address: where its checkpoints are public. through: the newest moment of
    what is in it. tombstones, erased: how many there are, and for how many entries they stand. restored: how large it
    was each time that a backup took its place. signed: how large it was when it was signed last."""

    workspace = models.UUIDField(primary_key=True)
    address = models.CharField(max_length=32, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    edge = models.BinaryField(default=b"")
    through = models.DateTimeField(null=True)
    tombstones = models.PositiveBigIntegerField(default=0)
    erased = models.PositiveBigIntegerField(default=0)
    restored = models.TextField(default="")
    signed = models.PositiveBigIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)


class Tile(models.Model):
    """Sixteen hashes of one level. Written once."""

    pk = models.CompositePrimaryKey("workspace", "level", "number")
    workspace = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hashes = models.BinaryField()


class Places(models.Model):
    """Where the entries of a talk stand in the log, 64 of them a row: five bytes for each, one more than its place."""

    pk = models.CompositePrimaryKey("stream", "part")
    workspace = models.UUIDField()
    stream = models.UUIDField()
    part = models.PositiveIntegerField()
    places = models.BinaryField()


class Tombstone(models.Model):
    """An entry of the log that stands for entries of a talk whose words are erased. seqs: as ranges."""

    pk = models.CompositePrimaryKey("stream", "place")
    workspace = models.UUIDField()
    stream = models.UUIDField()
    place = models.PositiveBigIntegerField()
    seqs = models.TextField()


class Checkpoint(models.Model):
    """What was signed of the log, as it was published."""

    pk = models.CompositePrimaryKey("workspace", "size")
    workspace = models.UUIDField()
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    note = models.TextField()
