"""Serving: the Flask application made from an opened system, and the processes that serve it."""
