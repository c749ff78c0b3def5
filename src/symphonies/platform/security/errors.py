"""What can go wrong with policies and personas."""

from __future__ import annotations

from symphonies.kernel import DeclarationError


class PolicyInvalidError(DeclarationError):
    """A policy file does not parse, or names what the contracts do not have."""

    code = "POLICY_INVALID"


class PersonaInvalidError(DeclarationError):
    """The personas file cannot be read as meant."""

    code = "PERSONA_INVALID"
