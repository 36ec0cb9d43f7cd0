"""Plays the whole product from outside and says which promises are kept. Above `project`, since it boots and plays all
of it. README.md says how to write a scenario and its saboteurs."""
