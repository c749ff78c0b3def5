"""The tables of the bench, made inside DuckDB from their size alone."""

from __future__ import annotations

import duckdb

SIZES = """
CREATE SCHEMA bench;
CREATE TABLE bench.customer AS
SELECT i AS customer_id, 'segment ' || (i % 5) AS segment, 'region ' || (i % 12) AS region FROM range(200000) t(i);
CREATE TABLE bench.product AS SELECT i AS product_id, 'category ' || (i % 8) AS category FROM range(5000) t(i);
CREATE TABLE bench.sale AS
SELECT i AS sale_id, hash(i * 3 + 1) % 200000 AS customer_id, hash(i * 7 + 2) % 5000 AS product_id,
       DATE '2022-01-01' + (hash(i * 11 + 3) % 1461)::INTEGER AS sold_on,
       (hash(i * 13 + 4) % 100000 / 100.0)::DOUBLE AS amount, (hash(i * 17 + 5) % 70000 / 100.0)::DOUBLE AS cost
FROM range({rows}) t(i);
CREATE TABLE bench.ticket AS
SELECT i AS ticket_id, hash(i * 5 + 6) % 200000 AS customer_id,
       DATE '2022-01-01' + (hash(i * 19 + 7) % 1461)::INTEGER AS opened_on
FROM range({rows} // 10) t(i);
CREATE TABLE bench.day AS
SELECT CAST(ds AS TIMESTAMP) AS ds FROM range(DATE '2020-01-01', DATE '2027-01-01', INTERVAL 1 DAY) t(ds);
"""


def build(rows: int) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with a fact of so many rows, 2022 to 2025."""
    connection = duckdb.connect()
    for statement in SIZES.format(rows=rows).split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute("CHECKPOINT")
    return connection
