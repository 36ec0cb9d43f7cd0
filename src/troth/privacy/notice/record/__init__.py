"""The record of processing activities of a workspace: what it does as a controller, and what is done for it."""
