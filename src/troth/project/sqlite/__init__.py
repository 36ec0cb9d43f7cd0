"""Django's SQLite backend, passing the log's gate."""
