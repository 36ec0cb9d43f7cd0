"""Workspace: a tenant. Person: a login. Member: a person in a workspace. Portrait: how visitors see them."""

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from troth.kernel.ids import new_id

from .roles import AGENT, ROLES

COLOURS = ("verdigris", "woad", "moss", "ochre", "madder", "ink")  # the pigments of LOOK.md


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """A login. The address is kept in lower case; it is what a person signs in with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    colour = models.CharField(max_length=20, default=COLOURS[0])  # of the picture with the initials
    picture = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    passes_from = models.DateTimeField(null=True, blank=True)  # passes made until then open nothing: a sign-out
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return str(self.id)  # never the name: this ends up in logs

    def get_full_name(self) -> str:
        return self.name


class Workspace(models.Model):
    """A tenant: a company, or a client of an agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    colour = models.CharField(max_length=20, default=COLOURS[0])
    closes_at = models.DateTimeField(null=True, blank=True)  # an owner wishes so; until then nothing new begins
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug


class Member(models.Model):
    """A person in a workspace. Its id is the author of what the person does there, and differs in every workspace.

    `name` is what colleagues here call them: another workspace's name for the person is none of ours. `alias`, `title`
    and `picture` are what visitors see unless a site says otherwise. `available` is what the person wants,
    `available_until` the lease their console keeps renewing. A removed member stays, not `active`: events name it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, default=AGENT, choices=[(role, role) for role in ROLES])
    name = models.CharField(max_length=120)
    alias = models.CharField(max_length=60)
    title = models.CharField(max_length=60, blank=True)
    picture = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)  # since when they are not active
    available = models.BooleanField(default=False)
    available_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "person"], name="accounts_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


def _token() -> str:
    return secrets.token_urlsafe(18)  # 144 bits: nobody finds one by trying


class Portrait(models.Model):
    """The picture of a member, public under its token. Another picture keeps the token and takes the next version, so
    that old talks show the face of today; when it is removed they show none."""

    token = models.CharField(primary_key=True, max_length=32, default=_token, editable=False)
    member = models.OneToOneField(Member, models.CASCADE, related_name="portrait")
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=20)  # media type
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.token


class Remembered(models.Model):
    """An entry of the cache that many webs share. `key` is an HMAC: what it stands for can't be read from it."""

    key = models.CharField(primary_key=True, max_length=64)
    value = models.TextField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
