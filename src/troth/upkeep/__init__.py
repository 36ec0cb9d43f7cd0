"""The operator's room: backup, restore, upgrade. Everything here is done by a command, nothing while serving.

A backup is three sealed files: `main` (rows, log, sealed files of conversations), `keys` (the keyring, still wrapped
by the secret) and `tombstones` (which keys were destroyed). Main and keys are worthless without each other.
"""
