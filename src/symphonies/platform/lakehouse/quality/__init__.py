"""Quality: a contract's promises as one query a table, their results, and the trust they earn."""
