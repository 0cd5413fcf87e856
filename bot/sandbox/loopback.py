"""What all that speaks on loopback shares."""

from __future__ import annotations

import ssl


def no_tls() -> ssl.SSLContext:
    """Return a context that trusts nobody: loopback speaks plain HTTP.

    It costs nothing, while loading the usual certificates costs more than a short test.
    """
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
