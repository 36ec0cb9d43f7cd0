"""Scenarios, one a file; README.md says how to write one."""
