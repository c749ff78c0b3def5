"""What a new schema would change for those who use the old one."""

from .compare import Change, Comparison, Severity, compare
from .operations import RecordedOperation, operation_recorder, read_operations
from .signature import signature

__all__ = [
    "Change",
    "Comparison",
    "RecordedOperation",
    "Severity",
    "compare",
    "operation_recorder",
    "read_operations",
    "signature",
]
