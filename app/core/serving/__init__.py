"""The web application and the processes that serve it: one supervisor, one web process, one worker."""
