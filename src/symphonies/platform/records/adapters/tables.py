"""The tables of records."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, Index, Integer, MetaData, String, Table

METADATA = MetaData()

VERSION = Table(
    "record_version",
    METADATA,
    Column("kind", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("body", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", String(200), nullable=False),
    Column("current", Boolean, nullable=False),
)
"""Every version of every document; exactly one of each is current."""

TAG = Table(
    "record_tag",
    METADATA,
    Column("kind", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", String(200), nullable=False),
)
"""The tags of current versions, to find them by."""

ENTRY = Table(
    "log_entry",
    METADATA,
    Column("log", String(200), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("body", JSON, nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

Index("record_current", VERSION.c.kind, VERSION.c.current, VERSION.c.changed_at)
Index("record_tag_value", TAG.c.kind, TAG.c.name, TAG.c.value)
