"""Retention: what is kept of people ends by itself, by rules of each site: an event, and a number of days after it."""
