"""Pure decisions and values of the staff module."""
