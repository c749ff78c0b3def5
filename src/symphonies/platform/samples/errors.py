"""What can go wrong while the sample company is written."""

from __future__ import annotations

from symphonies.kernel import DeclarationError


class SampleInvalidError(DeclarationError):
    """A product's ``samples.py`` does not declare what it should."""

    code = "SAMPLE_INVALID"


class SampleNeedError(DeclarationError):
    """A step needs something that no step of the chosen products gives, or steps need each other."""

    code = "SAMPLE_NEED_UNKNOWN"
