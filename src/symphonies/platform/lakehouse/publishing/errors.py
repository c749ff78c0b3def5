"""What can go wrong when publishing."""

from __future__ import annotations

from symphonies.kernel import SymphonyError


class PublishFailedError(SymphonyError):
    """A published table could not be written to the open lake."""

    code = "PUBLISH_FAILED"
