"""The page of one product: what its contract promises."""

from __future__ import annotations

from symphonies.platform.lakehouse import Column, Contract, Table
from tools.reference.markdown import code, hours, listed, table


def page(contract: Contract) -> str:
    """Every table of the product with its columns and rules."""
    head = (
        f"# {contract.title}\n\n{contract.description}\n\n"
        f"Product {code(contract.id)} {contract.version}, domain {contract.domain}, "
        f"owned by {contract.owner.team} ({contract.owner.email}).\n"
        f"Loaded at least every {hours(contract.freshness.total_seconds())}.\n"
        f"Meant for {', '.join(contract.access.audience) or 'everyone the policies admit'}.\n"
    )
    return head + "".join(_table(name, it) for name, it in contract.tables.items())


def _table(name: str, it: Table) -> str:
    facts = [f"Key: {listed(it.key)}."]
    facts += [f"Type in the graph: {code(it.entity)}."] if it.entity else []
    facts += [f"Dated by {code(it.time)}."] if it.time else []
    facts += [
        "Published: other products and metrics may read it." if it.published else "Private to the product."
    ]
    rows = [
        (code(key), _type(column), column.meaning, _promises(column)) for key, column in it.columns.items()
    ]
    text = f"\n## {name}\n\n{it.description}\n\n{' '.join(facts)}\n\n"
    text += table(("Column", "Type", "Meaning", "Promises"), rows)
    if it.rules:
        text += "\nRules of a row:\n\n"
        text += table(
            ("Rule", "Must hold", "Meaning", "Else"),
            [
                (
                    code(rule.name),
                    code(rule.sql),
                    rule.meaning,
                    "the row is kept out" if rule.severity == "error" else "a warning",
                )
                for rule in it.rules
            ],
        )
    return text


def _type(column: Column) -> str:
    unit = f", {column.unit}" if column.unit else ""
    return f"{column.type}{unit}" + (f" in {code(column.currency)}" if column.currency else "")


def _promises(column: Column) -> str:
    promises = [
        "required" if column.required else "",
        "unique" if column.unique else "",
        f"one of {listed(column.values)}" if column.values else "",
        f"at least {column.minimum:g}" if column.minimum is not None else "",
        f"at most {column.maximum:g}" if column.maximum is not None else "",
        f"matches {code(column.pattern)}" if column.pattern else "",
        f"a valid {column.format}" if column.format else "",
        "not in the future" if column.past else "",
        f"refers to {code(column.references)}" if column.references else "",
        f"{code(column.default)} if absent" if column.default is not None else "",
        "dimension" if column.dimension else "",
        "personal" if column.personal else "",
        column.privacy if column.privacy != "internal" else "",
    ]
    return ", ".join(filter(None, promises))
