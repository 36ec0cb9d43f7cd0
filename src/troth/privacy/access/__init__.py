"""Who asks what is kept of them gets all of it: gathered from every room, rendered, and fetched once."""
