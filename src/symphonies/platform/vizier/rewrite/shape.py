"""What a model is asked to fill when it rewrites."""

from __future__ import annotations

from pydantic import BaseModel, Field


class RewrittenSection(BaseModel):
    """One section, in other words."""

    name: str
    sentences: list[str] = Field(min_length=1, max_length=20)


class Rewritten(BaseModel):
    """Every section that is told, in other words."""

    sections: list[RewrittenSection] = Field(max_length=10)
