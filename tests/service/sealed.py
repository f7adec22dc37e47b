"""Sealed values as whoever holds the key file can open them; written after core/seal.h, not with its code."""
import ctypes
import ctypes.util

SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium"))
HEAD, NONCE, TAG = 5, 24, 16


def key_id(world):
    return int((world.folder / "keys").read_text().split()[2])


def opened(world, sealed, column, row, purpose=b"chd-seal"):
    """The plain bytes of a value in this column and row; None when it does not open there."""
    root = bytes.fromhex((world.folder / "keys").read_text().split()[3])
    key = ctypes.create_string_buffer(32)
    SODIUM.crypto_kdf_derive_from_key(key, ctypes.c_size_t(32), ctypes.c_uint64(1), purpose, root)
    assert sealed[0] == 1 and int.from_bytes(sealed[1:HEAD], "little") == key_id(world)
    text, place = sealed[HEAD + NONCE:], column.encode() + b"\0" + row
    plain = ctypes.create_string_buffer(len(text))
    done = SODIUM.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, None, None, text, ctypes.c_ulonglong(len(text)), place, ctypes.c_ulonglong(len(place)),
        sealed[HEAD:HEAD + NONCE], key)
    return plain.raw[:len(text) - TAG] if done == 0 else None
