"""What is kept of sites: settings of a company. People stand in them where the owner named them: addresses for
transcripts, and how a member of the team appears on one site."""

from troth.datamap import (
    Category,
    Edge,
    Erase,
    Inside,
    Mirror,
    NotPersonal,
    Personal,
    Place,
    Recipient,
    Source,
    Subject,
    Where,
)
from troth.datamap.keeping import MEMBER
from troth.datamap.purposes import ACCOUNT, ANSWER, FOLLOW_UP

from .hours_shapes import HoursIn
from .shapes import Children, Field, LookIn, Signals

_ID = NotPersonal("a random id")
_SETTING = NotPersonal("a setting of the site, which its owner chose")
_NAMED = NotPersonal("a setting of the site, which its owner chose", in_spite_of_its_name=True)
_FORM = NotPersonal("a form as the owner made it; what people answer lies in the conversation")
_LABEL = NotPersonal("a word of the form, as the owner wrote it", in_spite_of_its_name=True)
_WORKSPACE = NotPersonal("an id of the workspace, a company")
_SITE = NotPersonal("an id of the site")
_SEEN = (Recipient.VISITORS,)
_FORM_LEAVES = {
    "*.id": _LABEL, "*.kind": _FORM, "*.label.*": _LABEL, "*.required": _FORM, "*.choices.*": _LABEL,
    "*.choices.*.*": _LABEL, "*.max_length": _FORM,
}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PLACES = (
    Place(
        Where.ROWS, "sites.Site", "A website, with everything its widget shows and does.",
        {
            "id": _ID, "workspace": _WORKSPACE, "key": NotPersonal("public: it stands in the website's line"),
            "name": _NAMED, "colour": _SETTING,
            "look": Inside(
                {"accent": _SETTING, "position": _SETTING, "launcher": _SETTING, "theme": _SETTING, "logo": _SETTING},
                LookIn,
            ),
            "languages": Inside({"*": _NAMED}, list[str]),
            "texts": Inside({"*.*": _NAMED}, dict[str, dict[str, str]]),
            "fields": Inside(_FORM_LEAVES, list[Field]),
            "offline_fields": Inside(_FORM_LEAVES, list[Field]),
            "hours": Inside(
                {"timezone": _SETTING, "always": _SETTING}
                | {f"days.{day}.*.{end}": _SETTING for day in _DAYS for end in ("opens", "closes")},
                HoursIn,
            ),
            "transcript_addresses": Inside(
                {
                    "*": Personal(
                        Category.EMAIL, (FOLLOW_UP,), Erase.DELETE, Source.TEAM,
                        recipients=(Recipient.MAIL_SERVER,), mirrors=(Mirror.MAIL, Mirror.CAPTURED),
                    )
                },
                list[str],
            ),
            "transcript_proof": _SETTING,
            "domains": Inside({"*": _SETTING}, list[str]),
            "file_max_size": _SETTING,
            "file_types": Inside({"*": _SETTING}, list[str]),
            "telemetry": _SETTING, "consent": _SETTING,
            "signals": Inside({"gpc": _SETTING, "dnt": _SETTING}, Signals),
            "children": Inside({"gate": _SETTING, "min_age": _SETTING}, Children), "privacy_url": _NAMED,
            "created_at": NotPersonal("when the site was set up"),
        },
        (Edge(Subject.PERSON, "transcript_addresses"),), MEMBER,
    ),
    Place(
        Where.ROWS, "sites.Alias", "How a member appears to the visitors of one site.",
        {
            "id": _ID, "workspace": _WORKSPACE, "site": _SITE,
            "member": Personal(Category.IDENTIFIER, (ACCOUNT,), Erase.DELETE, Source.PRODUCT),
            "alias": Personal(Category.USERNAME, (ANSWER,), Erase.DELETE, Source.TEAM, recipients=_SEEN),
            "title": Personal(Category.EMPLOYMENT, (ANSWER,), Erase.DELETE, Source.TEAM, recipients=_SEEN),
            "picture": Personal(Category.PICTURE, (ANSWER,), Erase.DELETE, Source.TEAM, recipients=_SEEN),
        },
        (Edge(Subject.PERSON, "member.person"),), MEMBER,
    ),
    Place(
        Where.EVENT, "site_changed", "Somebody of the team changed settings of a site.",
        {"site": _SITE, "fields.*": NotPersonal("names of settings; who changed them is the event's author")},
        (Edge(Subject.PERSON, "key"),), MEMBER,
    ),
)  # fmt: skip
