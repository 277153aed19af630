"""The audit log: who did, read, exported or was refused what; hash-chained by transaction and append-only."""

from app.core.audit.chain import AuditLog, Kind, canonical, content_hash, salted_hash
from app.core.audit.doings import Logged, done_to
from app.core.audit.erasure import erase, values_of
from app.core.audit.head import HEAD_FILE, Head, read_head, write_head
from app.core.audit.recording import AuditUnavailable, install, log_of, record, record_now
from app.core.audit.tables import AuditBatch, AuditEntry, AuditValue
from app.core.audit.verifying import Fault, VerifyResult, trust_head, verify, verify_values

__all__ = [
    "HEAD_FILE",
    "AuditBatch",
    "AuditEntry",
    "AuditLog",
    "AuditUnavailable",
    "AuditValue",
    "Fault",
    "Head",
    "Kind",
    "Logged",
    "VerifyResult",
    "canonical",
    "content_hash",
    "done_to",
    "erase",
    "install",
    "log_of",
    "read_head",
    "record",
    "record_now",
    "salted_hash",
    "trust_head",
    "values_of",
    "verify",
    "verify_values",
    "write_head",
]
