"""Personal values are sealed to their place, found by a keyed hash, masked, and survive a rotation of keys."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.privacy import (
    Bound,
    EncryptedColumn,
    KeyFileExists,
    KeyFileMissing,
    KeyFileUnsafe,
    Keyring,
    KeyUnknown,
    Purpose,
    SealBroken,
    Sensitivity,
    SuiteUnknown,
    blind_index,
    decrypt,
    decrypt_many,
    encrypt,
    encrypt_many,
    mask,
    normalised,
)

NUMBER = "110101199003071234"
COLUMN = EncryptedColumn("people", "number_cipher")
HERE = Bound("people", "number_cipher", "row-1")
RINGS = {"aes": Keyring.new("aes"), "sm": Keyring.new("sm")}
both_suites = pytest.mark.parametrize("ring", RINGS.values(), ids=RINGS.keys())


@both_suites
def test_a_sealed_value_opens_in_its_place_and_hides_its_text(ring: Keyring) -> None:
    cipher = encrypt(ring, NUMBER, HERE)
    assert decrypt(ring, cipher, HERE) == NUMBER
    assert NUMBER.encode() not in cipher
    assert encrypt(ring, NUMBER, HERE) != cipher


@both_suites
@pytest.mark.parametrize(
    "elsewhere",
    [
        Bound("staff", "number_cipher", "row-1"),
        Bound("people", "card_cipher", "row-1"),
        Bound("people", "number_cipher", "row-2"),
        Bound("peoplen", "umber_cipher", "row-1"),
    ],
    ids=str,
)
def test_a_ciphertext_moved_elsewhere_does_not_open(ring: Keyring, elsewhere: Bound) -> None:
    cipher = encrypt(ring, NUMBER, HERE)
    with pytest.raises(SealBroken):
        decrypt(ring, cipher, elsewhere)


@both_suites
def test_no_byte_of_a_ciphertext_can_be_changed_or_cut(ring: Keyring) -> None:
    cipher = encrypt(ring, NUMBER, HERE)
    for place in range(len(cipher)):
        altered = bytearray(cipher)
        altered[place] ^= 1
        with pytest.raises((SealBroken, KeyUnknown)):
            decrypt(ring, bytes(altered), HERE)
        with pytest.raises((SealBroken, KeyUnknown)):
            decrypt(ring, cipher[:place], HERE)


@both_suites
@given(text=st.text(), uid=st.text())
def test_every_text_and_row_comes_back(ring: Keyring, text: str, uid: str) -> None:
    try:
        text.encode(), uid.encode()
    except UnicodeEncodeError:
        return
    assert COLUMN.open(ring, uid, COLUMN.seal(ring, uid, text)) == text


def test_another_installation_cannot_open_it() -> None:
    with pytest.raises(KeyUnknown):
        decrypt(RINGS["sm"], encrypt(RINGS["aes"], NUMBER, HERE), HERE)


@both_suites
def test_the_index_finds_equal_values_of_one_purpose_only(ring: Keyring) -> None:
    assert COLUMN.index(ring, " 11010119900307123x ") == COLUMN.index(ring, "11010119900307123X")
    assert blind_index(ring, "a", NUMBER) != blind_index(ring, "b", NUMBER)
    assert COLUMN.index(ring, NUMBER) != COLUMN.index(Keyring.new(), NUMBER)
    assert len(COLUMN.index(ring, NUMBER)) == 16


def test_columns_with_a_common_purpose_share_their_look_up() -> None:
    ring = RINGS["aes"]
    one, two = EncryptedColumn("a", "x", "number"), EncryptedColumn("b", "y", "number")
    assert one.index(ring, NUMBER) == two.index(ring, NUMBER)


def test_normalised_reads_full_width_spaces_and_hyphens() -> None:
    assert normalised("6222-0212 ３４５６ x") == "622202123456X"


@pytest.mark.parametrize(("before", "after"), [("aes", "aes"), ("aes", "sm"), ("sm", "aes")])
def test_rotation_keeps_old_values_readable_and_findable(before: str, after: str) -> None:
    old = Keyring.new(before)
    cipher, index = COLUMN.seal(old, "r", NUMBER), COLUMN.index(old, NUMBER)
    new = old.rotated(suite=after)
    assert new.current(Purpose.DATA).suite.name == after
    assert COLUMN.open(new, "r", cipher) == NUMBER
    assert index in COLUMN.indexes(new, NUMBER)
    assert index != COLUMN.index(new, NUMBER)
    fresh = COLUMN.reseal(new, "r", cipher)
    assert COLUMN.open(new, "r", fresh) == NUMBER
    with pytest.raises(KeyUnknown):
        COLUMN.open(old, "r", fresh)


def test_many_values_are_sealed_in_order() -> None:
    ring = RINGS["aes"]
    ciphers = encrypt_many(ring, COLUMN, ((str(n), f"n{n}") for n in range(1000)))
    texts = decrypt_many(ring, COLUMN, ((str(n), cipher) for n, cipher in enumerate(ciphers)))
    assert texts == [f"n{n}" for n in range(1000)]


def test_the_key_file_is_private_and_made_once(tmp_path: Path) -> None:
    ring = Keyring.create(tmp_path)
    file = tmp_path / "keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Keyring.load(tmp_path).keys == ring.keys
    with pytest.raises(KeyFileExists):
        Keyring.create(tmp_path)
    assert Keyring.load(tmp_path).keys == ring.keys


def test_a_rotated_keyring_replaces_the_file(tmp_path: Path) -> None:
    ring = Keyring.create(tmp_path).rotated(Purpose.DATA)
    ring.save(tmp_path)
    assert Keyring.load(tmp_path).keys == ring.keys
    assert len(ring.keys) == 4
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_a_missing_open_or_damaged_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing):
        Keyring.load(tmp_path)
    Keyring.create(tmp_path)
    file = tmp_path / "keys.json"
    file.chmod(0o640)
    with pytest.raises(KeyFileUnsafe, match="0600"):
        Keyring.load(tmp_path)
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(KeyFileUnsafe, match="damaged"):
        Keyring.load(tmp_path)


def test_secrets_never_show_in_a_representation() -> None:
    ring = RINGS["aes"]
    assert "secret" not in repr(ring) + repr(ring.keys)


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(SuiteUnknown, match="rot13"):
        Keyring.new("rot13")


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("id_number", NUMBER, "110***********1234"),
        ("bank_card", "6222021234567890123", "***************0123"),
        ("phone", "13812345678", "138****5678"),
        ("certificate", "GZ20190012", "GZ******12"),
        ("certificate", "A1", "**"),
        ("phone", "110", "***"),
        ("all", "任何", "**"),
        ("phone", "", ""),
        ("phone", None, ""),
    ],
)
def test_masks(kind: str, text: str | None, shown: str) -> None:
    assert mask(kind, text) == shown


def test_sensitivity_is_ordered() -> None:
    assert Sensitivity.SENSITIVE.covers(Sensitivity.PERSONAL)
    assert not Sensitivity.INTERNAL.covers(Sensitivity.PERSONAL)
