"""Closing a workspace: all that is kept in it goes, on a day that its owners know before, and a certificate says so."""
