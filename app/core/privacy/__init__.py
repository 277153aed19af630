"""Personal data: how sensitive a field is, how it is sealed at rest, found again and masked."""

from app.core.privacy.columns import EncryptedColumn, decrypt_many, encrypt_many, normalised
from app.core.privacy.keyring import (
    KeyFileExists,
    KeyFileMissing,
    KeyFileUnsafe,
    Keyring,
    KeyUnknown,
    Purpose,
)
from app.core.privacy.levels import Sensitivity
from app.core.privacy.masks import MaskKind, mask
from app.core.privacy.sealing import (
    Bound,
    SealBroken,
    blind_index,
    blind_indexes,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
)
from app.core.privacy.strangers import strange_id_numbers
from app.core.privacy.suites import SUITES, Suite, SuiteUnknown, suite_named

__all__ = [
    "SUITES",
    "Bound",
    "EncryptedColumn",
    "KeyFileExists",
    "KeyFileMissing",
    "KeyFileUnsafe",
    "KeyUnknown",
    "Keyring",
    "MaskKind",
    "Purpose",
    "SealBroken",
    "Sensitivity",
    "Suite",
    "SuiteUnknown",
    "blind_index",
    "blind_indexes",
    "decrypt",
    "decrypt_bytes",
    "decrypt_many",
    "encrypt",
    "encrypt_bytes",
    "encrypt_many",
    "mask",
    "normalised",
    "strange_id_numbers",
    "suite_named",
]
