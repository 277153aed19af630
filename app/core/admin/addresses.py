"""Addresses: the only redirects there are lead to local paths."""

from urllib.parse import urlsplit


def local_path(target: str | None, otherwise: str = "/") -> str:
    """A path of this site to go on to; anything else, such as another host's address, gives `otherwise`."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    if not target.isprintable():  # browsers drop tabs and line ends: /<TAB>/host would be another host's address
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target
