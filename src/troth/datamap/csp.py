"""The content security policies of all pages, made by one function: ourselves, and those hosts that an active entry of
the register of processors names for browsers."""

from collections.abc import Mapping, Sequence

from . import egress

SELF, NONE = "'self'", "'none'"

# What each kind of page needs of ourselves.
PAGE: Mapping[str, Sequence[str]] = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, "data:", "blob:"),
    "font-src": (SELF,),
    "media-src": (SELF, "blob:"),
    "connect-src": (SELF,),
    "manifest-src": (SELF,),
    "worker-src": (SELF,),
    "base-uri": (NONE,),
    "form-action": (SELF,),
    "frame-ancestors": (NONE,),
}
CONSOLE: Mapping[str, Sequence[str]] = {  # styles set by script through the CSSOM need no permission
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "font-src": (SELF,),
    "img-src": (SELF, "blob:", "data:"),  # `blob:` shows files that were fetched by ticket
    "media-src": (SELF, "blob:"),
    "connect-src": (SELF,),
    "manifest-src": (SELF,),
    "base-uri": (NONE,),
    "form-action": (SELF,),
    "frame-ancestors": (NONE,),
}
PANEL: Mapping[str, Sequence[str]] = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "connect-src": (SELF,),
    "img-src": (SELF, "blob:"),
    "base-uri": (NONE,),
    "form-action": (NONE,),
    "frame-ancestors": (NONE,),
}
PORTAL: Mapping[str, Sequence[str]] = {  # forms and nothing else: no script runs there, whoever wrote it
    "default-src": (NONE,),
    "style-src": (SELF,),
    "img-src": (SELF,),
    "base-uri": (NONE,),
    "form-action": (SELF,),
    "frame-ancestors": (NONE,),
}


def policy(page: Mapping[str, Sequence[str]], ancestors: Sequence[str] = (), *, others: bool = True) -> str:
    """The header's value. ancestors: who may frame the page, where anybody may. others: False where not even those of
    the register are asked for anything."""
    wanted = dict(page)
    for directive, hosts in (egress.browser_hosts() if others else {}).items():
        own = [source for source in wanted.get(directive, ()) if source != NONE]
        wanted[directive] = (*own, *(f"https://{host}" for host in hosts))
    if ancestors:
        wanted["frame-ancestors"] = ancestors
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in wanted.items())
