"""What is kept of the people of the team: their sign-in, their membership, and how visitors see them; and what the
frameworks below keep of them."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Recipient,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import HOURS, MAIL, MEMBER, MINUTES, PERSON, SESSION
from troth.datamap.purposes import ACCOUNT, ANSWER, RECORD, SECURITY

_ID = NotPersonal("a random id")
_NUMBER = NotPersonal("a number of the database's")
_COLOUR = NotPersonal("a colour of six")
_WORKSPACE = NotPersonal("an id of the workspace, a company")
_PERMISSION = NotPersonal("a right of Django's own, which Troth does not use", in_spite_of_its_name=True)
_SELF, _PERSON, _MEMBER = (Edge(Subject.PERSON, path) for path in ("self", "person", "member.person"))
_LINK = Personal(Category.IDENTIFIER, (ACCOUNT, RECORD), Erase.DETACH, Source.PRODUCT)
_SEEN = (Recipient.VISITORS,)

PLACES = (
    Place(
        Where.ROWS, "accounts.Person", "A login.",
        {
            "id": Personal(Category.IDENTIFIER, (ACCOUNT,), Erase.DELETE, Source.PRODUCT),
            "email": Personal(Category.EMAIL, (ACCOUNT, SECURITY), Erase.DELETE, Source.TEAM),
            "password": Personal(Category.PASSWORD, (ACCOUNT, SECURITY), Erase.DELETE),
            "last_login": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "name": Personal(Category.NAME, (ACCOUNT,), Erase.DELETE, Source.TEAM),
            "colour": _COLOUR,
            "picture": Personal(Category.PICTURE, (ACCOUNT,), Erase.DELETE),
            "language": Personal(Category.LANGUAGE, (ACCOUNT,), Erase.DELETE),
            "is_active": Personal(Category.EMPLOYMENT, (ACCOUNT, SECURITY), Erase.DELETE, Source.TEAM),
            "passes_from": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "created_at": Personal(Category.EMPLOYMENT, (ACCOUNT,), Erase.DELETE, Source.PRODUCT),
        },
        (_SELF,), PERSON,
    ),
    Place(
        Where.ROWS, "accounts.Workspace", "A tenant.",
        {
            "id": _WORKSPACE,
            "name": NotPersonal("the name of a company", in_spite_of_its_name=True),
            "slug": NotPersonal("the same, for addresses"),
            "colour": _COLOUR,
            "closes_at": NotPersonal("when the company ends here, where an owner wished so"),
            "created_at": NotPersonal("when the company began here"),
        },
    ),
    Place(
        Where.ROWS, "accounts.Member", "A person in a workspace. A removed one stays: events name it.",
        {
            "id": Personal(Category.IDENTIFIER, (ACCOUNT, RECORD), Erase.DETACH, Source.PRODUCT),
            "workspace": _WORKSPACE,
            "person": _LINK,
            "role": Personal(Category.EMPLOYMENT, (ACCOUNT, SECURITY), Erase.NULL, Source.TEAM),
            "name": Personal(Category.NAME, (ACCOUNT,), Erase.NULL, Source.TEAM),
            "alias": Personal(Category.USERNAME, (ANSWER,), Erase.NULL, recipients=_SEEN),
            "title": Personal(Category.EMPLOYMENT, (ANSWER,), Erase.NULL, recipients=_SEEN),
            "picture": Personal(Category.PICTURE, (ANSWER,), Erase.NULL, recipients=_SEEN),
            "active": Personal(Category.EMPLOYMENT, (ACCOUNT, SECURITY), Erase.NULL, Source.TEAM),
            "left_at": Personal(Category.EMPLOYMENT, (ACCOUNT,), Erase.NULL, Source.PRODUCT),
            "available": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.NULL),
            "available_until": Personal(Category.COMMUNICATION_METADATA, (ANSWER,), Erase.NULL, Source.DEVICE),
            "created_at": Personal(Category.EMPLOYMENT, (ACCOUNT,), Erase.NULL, Source.PRODUCT),
        },
        (_PERSON,), MEMBER,
    ),
    Place(
        Where.ROWS, "accounts.Portrait", "The picture of a member, public under its token.",
        {
            "token": Personal(Category.IDENTIFIER, (ANSWER,), Erase.DELETE, Source.PRODUCT, recipients=_SEEN),
            "member": _LINK,
            "version": NotPersonal("counts up"),
            "kind": NotPersonal("a media type"),
            "data": Personal(Category.PICTURE, (ANSWER,), Erase.DELETE, recipients=_SEEN),
        },
        (_MEMBER,), MEMBER,
    ),
    Place(
        Where.ROWS, "accounts.Remembered", "The cache that many webs share: counts of failed sign-ins.",
        {
            "key": NotPersonal("a keyed hash: what it stands for can't be read from it"),
            "value": NotPersonal("times of failed sign-ins, of nobody who could be named from here"),
            "until": NotPersonal("when the entry ends"),
        },
    ),
    Place(
        Where.ROWS, "account.EmailAddress", "A person's address again, as the sign-in library keeps it.",
        {
            "id": _NUMBER,
            "user": _LINK,
            "email": Personal(Category.EMAIL, (ACCOUNT, SECURITY), Erase.DELETE, Source.TEAM),
            "verified": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "primary": NotPersonal("which of a person's addresses is the first; there is one"),
        },
        (Edge(Subject.PERSON, "user"),), PERSON,
    ),
    Place(
        Where.ROWS, "account.EmailConfirmation", "Of the sign-in library; Troth invites people and writes none.",
        {
            "id": _NUMBER,
            "email_address": _LINK,
            "created": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "sent": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "key": Personal(Category.AUTHENTICATING, (SECURITY,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.PERSON, "email_address.user"),), PERSON,
    ),
    Place(
        Where.ROWS, "sessions.Session", "A browser of the team that is signed in.",
        {
            "session_key": Personal(Category.AUTHENTICATING, (SECURITY,), Erase.DELETE, Source.PRODUCT),
            "session_data": Personal(Category.AUTHENTICATION_HISTORY, (ACCOUNT, SECURITY), Erase.DELETE,
                                     Source.PRODUCT),
            "expire_date": Personal(Category.AUTHENTICATION_HISTORY, (SECURITY,), Erase.DELETE, Source.PRODUCT),
        },
        (Edge(Subject.PERSON, "session_data"),), SESSION,
    ),
    Place(
        Where.ROWS, "auth.Permission", "Of Django; empty of people.",
        {"id": _NUMBER, "name": _PERMISSION, "content_type": _PERMISSION, "codename": _PERMISSION},
    ),
    Place(
        Where.ROWS, "auth.Group", "Of Django; Troth makes none.",
        {"id": _NUMBER, "name": _PERMISSION, "permissions": _PERMISSION},
    ),
    Place(
        Where.ROWS, "auth.Group_permissions", "Of Django; Troth makes none.",
        {"id": _NUMBER, "group": _PERMISSION, "permission": _PERMISSION},
    ),
    Place(
        Where.ROWS, "contenttypes.ContentType", "The names of the tables, for Django.",
        {
            "id": _NUMBER,
            "app_label": NotPersonal("a room of the code"),
            "model": NotPersonal("a table of the code"),
        },
    ),
    Place(
        Where.EVENT, "member_added", "Somebody joined the team.",
        {
            "member": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
            "person": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
            "role": Personal(Category.EMPLOYMENT, (RECORD,), Erase.SHRED, Source.TEAM),
        },
        (_PERSON,), MEMBER,
    ),
    Place(
        Where.EVENT, "member_removed", "Somebody left the team.",
        {
            "member": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
            "person": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
        },
        (_PERSON,), MEMBER,
    ),
    Place(
        Where.EVENT, "role_changed", "Somebody of the team has another role.",
        {
            "member": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
            "person": Personal(Category.IDENTIFIER, (RECORD,), Erase.SHRED, Source.PRODUCT),
            "role": Personal(Category.EMPLOYMENT, (RECORD,), Erase.SHRED, Source.TEAM),
        },
        (_PERSON,), MEMBER,
    ),
    Place(
        Where.COOKIE, "troth_session", "Set when somebody of the team signs in to the console; visitors get none.",
        {"value": Personal(Category.AUTHENTICATING, (ACCOUNT, SECURITY), Erase.EXPIRE, Source.PRODUCT)},
        (Edge(Subject.PERSON, "device"),), SESSION,
    ),
    Place(
        Where.COOKIE, "csrftoken",
        "Set with pages of console and my data, so that no other site sends their forms; until the browser is closed.",
        {"value": NotPersonal("random, of no account")},
    ),
    Place(
        Where.CACHE, "default", "Counts of failed sign-ins, in the memory of the one process (SQLite).",
        {
            "key": Personal(Category.NETWORK_ADDRESS, (SECURITY,), Erase.EXPIRE, Source.DEVICE),
            "value": NotPersonal("times of failed sign-ins"),
        },
        (Edge(Subject.PERSON, "device"),), MINUTES,
    ),
    Place(
        Where.PASSING, "pass of an agent", "Opens the socket and the API for 15 minutes; nothing of it is kept.",
        {
            "kind": NotPersonal("always agent"),
            "id": Personal(Category.IDENTIFIER, (ACCOUNT, SECURITY), Erase.EXPIRE, Source.PRODUCT),
            "exp": NotPersonal("when it ends"), "iat": NotPersonal("when it was made"),
        },
        (Edge(Subject.PERSON, "device"),), HOURS,
    ),
    Place(
        Where.MAIL, "invitation", "Where to sign in, to somebody who was added to a workspace.",
        {
            "to": Personal(Category.EMAIL, (ACCOUNT,), Erase.EXPIRE, Source.TEAM,
                           recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED)),
            "name": Personal(Category.NAME, (ACCOUNT,), Erase.EXPIRE, Source.TEAM,
                             recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED)),
            "workspace": NotPersonal("the name of a company"),
        },
        (_SELF,), MAIL,
    ),
    Place(
        Where.MAIL, "account/email/password_reset_code", "The code to choose a password, to the person who asked.",
        {
            "to": Personal(Category.EMAIL, (ACCOUNT,), Erase.EXPIRE, Source.TEAM,
                           recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED)),
            "code": Personal(Category.AUTHENTICATING, (ACCOUNT, SECURITY), Erase.EXPIRE, Source.PRODUCT,
                             recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED)),
        },
        (_SELF,), MINUTES,
    ),
)  # fmt: skip
