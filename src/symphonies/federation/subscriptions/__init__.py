"""Subscriptions: one subgraph's events, completed by the others, within limits and shared among equals."""

from .options import SubscriptionOptions
from .registry import Subscription, Subscriptions
from .subscribe import subscribe

__all__ = ["Subscription", "SubscriptionOptions", "Subscriptions", "subscribe"]
