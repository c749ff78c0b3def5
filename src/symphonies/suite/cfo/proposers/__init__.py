"""Engines that propose what to do on the CFO's page: each a module with ``open_proposer(desk)``."""
