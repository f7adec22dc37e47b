"""What a platform signs with its private key: written after RFC 7523 and RFC 8037, not with the server's code."""
import base64
import ctypes
import json
import secrets
import time

from sealed import SODIUM


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class PrivateKey:
    def __init__(self):
        public, self.secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        SODIUM.crypto_sign_keypair(public, self.secret)
        self.public = public.raw

    def sign(self, message):
        signature = ctypes.create_string_buffer(64)
        SODIUM.crypto_sign_detached(signature, None, message, ctypes.c_ulonglong(len(message)), self.secret)
        return signature.raw

    def jwk(self):
        return json.dumps({"kty": "OKP", "crv": "Ed25519", "x": b64(self.public), "use": "sig"})

    def pem(self):
        der = bytes.fromhex("302a300506032b6570032100") + self.public
        return f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"

    def assertion(self, client, audience, head=None, **claims):
        head = {"alg": "EdDSA", **(head or {})}
        claims = {"iss": client, "sub": client, "aud": audience, "jti": secrets.token_hex(8),
                  "exp": int(time.time()) + 60, **claims}
        message = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}".encode()
        return f"{message.decode()}.{b64(self.sign(message))}"
