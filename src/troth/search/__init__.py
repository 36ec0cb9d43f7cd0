"""Search: a reader of the log keeps an index of what was said, and the team finds conversations by their words."""
