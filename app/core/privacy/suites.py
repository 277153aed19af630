"""Cipher suites: the international one (AES-256-GCM, HMAC-SHA256) and the Chinese one (SM4-GCM, HMAC-SM3).

Both seal with a random 96-bit nonce and a 128-bit tag. Every key belongs to one suite; a keyring may hold
keys of both, so an installation changes over by rotating its keys.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as crypto_hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core.errors import ZiqiangError

NONCE_BYTES = 12
TAG_BYTES = 16
SECRET_BYTES = 32

Transform = Callable[[bytes, bytes], bytes]


class SuiteUnknown(ZiqiangError):
    """A keyring or a setting names a cipher suite this version does not have."""

    kind = "suite_unknown"
    message = "There is no cipher suite %(name)s; choose one of %(known)s."


@dataclass(frozen=True, slots=True)
class Suite:
    """What a cipher suite can do. `sealer` and `opener` bind a key once and then work on (data, bound data)."""

    name: str
    sealer: Callable[[bytes], Transform]
    opener: Callable[[bytes], Transform]
    digest: Callable[[bytes, bytes], bytes]


def _aes_sealer(secret: bytes) -> Transform:
    cipher = AESGCM(secret)

    def seal(data: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + cipher.encrypt(nonce, data, bound)

    return seal


def _aes_opener(secret: bytes) -> Transform:
    cipher = AESGCM(secret)

    def unseal(sealed: bytes, bound: bytes) -> bytes:
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise InvalidTag
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)

    return unseal


def _sm4_seal(key: algorithms.SM4, data: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    encryptor = Cipher(key, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    body = encryptor.update(data) + encryptor.finalize()
    return nonce + body + encryptor.tag


def _sm4_unseal(key: algorithms.SM4, sealed: bytes, bound: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise InvalidTag
    nonce, body, tag = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:-TAG_BYTES], sealed[-TAG_BYTES:]
    decryptor = Cipher(key, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(body) + decryptor.finalize()


def _sm4_key(secret: bytes) -> algorithms.SM4:
    """SM4 keys are 16 bytes: the first half of the random secret."""
    return algorithms.SM4(secret[:16])


def _hmac_sha256(secret: bytes, data: bytes) -> bytes:
    return hmac.digest(secret, data, hashlib.sha256)


def _hmac_sm3(secret: bytes, data: bytes) -> bytes:
    digest = crypto_hmac.HMAC(secret, hashes.SM3())
    digest.update(data)
    return digest.finalize()


AES = Suite("aes", _aes_sealer, _aes_opener, _hmac_sha256)
SM = Suite(
    "sm",
    lambda secret: partial(_sm4_seal, _sm4_key(secret)),
    lambda secret: partial(_sm4_unseal, _sm4_key(secret)),
    _hmac_sm3,
)
SUITES: Mapping[str, Suite] = {AES.name: AES, SM.name: SM}


def suite_named(name: str) -> Suite:
    """The suite of that name."""
    try:
        return SUITES[name]
    except KeyError:
        raise SuiteUnknown(name=name, known=", ".join(SUITES)) from None
