"""Saboteurs, one file for each scenario; README.md says how to write one."""
