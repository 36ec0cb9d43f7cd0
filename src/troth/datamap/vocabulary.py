"""The closed lists that a declaration picks from. Categories, purposes and bases bear the names of W3C's Data Privacy
Vocabulary (DPV 2: `pd:` is its extension of personal data), so that what is derived from the map is read elsewhere."""

from enum import Enum, StrEnum


class Category(StrEnum):
    """What kind of personal data it is."""

    NAME = "pd:Name"
    USERNAME = "pd:Username"
    EMAIL = "pd:EmailAddress"
    PICTURE = "pd:Picture"
    LANGUAGE = "pd:Language"
    PASSWORD = "pd:Password"  # noqa: S105 - the name of a category
    AUTHENTICATING = "pd:Authenticating"
    AUTHENTICATION_HISTORY = "pd:AuthenticationHistory"
    COMMUNICATION = "pd:Communication"
    COMMUNICATION_METADATA = "pd:CommunicationsMetadata"
    CONTACT = "pd:Contact"
    OPINION = "pd:Opinion"
    EMPLOYMENT = "pd:CurrentEmployment"
    NETWORK_ADDRESS = "pd:IPAddress"
    DEVICE = "pd:DeviceBased"
    PAGES = "pd:BrowserHistory"
    IDENTIFIER = "pd:Identifying"
    PREFERENCE = "pd:Preference"


class Basis(StrEnum):
    """Why processing is lawful."""

    CONSENT = "dpv:Consent"
    CONTRACT = "dpv:ContractPerformance"
    DUTY = "dpv:LegalObligation"
    INTEREST = "dpv:LegitimateInterestOfController"


class Subject(StrEnum):
    """Whom it is about."""

    VISITOR = "visitor"
    CONTACT = "contact"
    PERSON = "person"


class Source(StrEnum):
    """Where it comes from."""

    SUBJECT = "the person"
    DEVICE = "the person's browser"
    TEAM = "the team"
    PRODUCT = "made by Troth"


class Erase(StrEnum):
    """What an erasure does with it."""

    DELETE = "the row is deleted"
    NULL = "the field is emptied"
    DETACH = "the link to the person is cut"
    SHRED = "its key is destroyed"
    FILE = "the file is deleted and its key destroyed"
    EXPIRE = "it ends by itself"
    DEVICE = "it lies on the person's own device, and goes with the chat's own control there"


class Recipient(StrEnum):
    """Who is given it beyond the workspace's team."""

    SUBJECT = "the person"
    SITE = "the addresses the site's owner named for transcripts"
    VISITORS = "visitors of the site"
    MAIL_SERVER = "the mail server the operator set"
    FILE_STORE = "the file store the operator set"


class Mirror(StrEnum):
    """Where a copy of it lies, which goes when it goes."""

    PREVIEW = "the inbox's preview"
    SEARCH = "the search index, which no backup has"
    FORM = "what the forms of their talks hold, as the team sees it"
    MAIL = "mails that were sent"
    CAPTURED = "captured mail, where no mail server is set"
    BACKUP = "backups"
    BROWSER = "the browser's own storage"
    NOTIFY = "PostgreSQL's NOTIFY, sealed and kept by nobody"


class Where(Enum):
    """What kind of place it is; the value is how docs name it."""

    ROWS = "rows"
    TABLE = "table"
    EVENT = "event"
    COOKIE = "cookie"
    BROWSER = "browser storage"
    CACHE = "cache"
    LOG = "log line"
    JOB = "job"
    METRIC = "metric labels"
    MAIL = "mail"
    FILES = "files"
    PASSING = "passing word"
