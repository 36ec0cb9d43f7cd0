"""Profile: what a company promises, as parameters with a value each, and sentences that stand on them. A site may only
be stricter. Reading and comparing profiles needs no database."""
