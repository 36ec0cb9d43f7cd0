"""`troth doctor`: looks at what really breaks an installation, and says in a sentence how each fault is mended.

A theme is a file with its checks at the end (`CHECKS`); `checks.py` names them all. A check looks at the `Installation`
and gives what it `Found`. It changes nothing: what it writes to try something it takes away again. It says no secret
and nothing about a person.
"""
