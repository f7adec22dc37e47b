"""Photos and forms with files, as browsers send them."""
import random
import re
import secrets
import struct
import zlib


def png(width=640, height=480, seed=1):
    """A photo: noise in one colour, so that no two are alike."""
    noise = random.Random(seed)
    row = lambda: b"\0" + bytes(noise.randrange(256) for _ in range(3)) * width
    return png_of(width, height, b"".join(row() for _ in range(height)))


def png_of(width, height, rows):
    """With a head that may lie about what is in it."""
    chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"tEXt", b"Comment\0CANARY-OF-THE-CAMERA") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def multipart(fields, files):
    """The body of a form, and its type. Files: {field: bytes}, or {field: (name, bytes)}."""
    boundary = "----form" + secrets.token_hex(8)
    lines = []
    for name, value in fields.items():
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, file in files.items():
        called, body = file if isinstance(file, tuple) else ("照片.png", file)
        lines.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
                     f"Content-Type: image/png\r\n\r\n".encode() + body + b"\r\n")
    return b"".join(lines) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def send(browser, path, files=None, follow=False, headers=None, **fields):
    """Fills in the form of the last page, files and all."""
    body, kind = multipart({"csrf": browser.csrf or "", **fields}, files or {})
    return browser.ask("POST", path, body, {"Content-Type": kind, **(headers or {})}, follow)


def documents(seed=1):
    return {"licence": png(seed=seed), "identity": png(seed=seed + 1000)}


def prove(browser, vin, seed=1, follow=False, files=None):
    """Sends documents of a vehicle; the answer, and the address of the case."""
    browser.get("/vehicles/claim/papers")
    ticket = re.search(r'name="ticket" value="([0-9a-f]{32})"', browser.page)[1]
    answer = send(browser, "/vehicles/claim/papers", files or documents(seed), follow, ticket=ticket, vin=vin)
    return answer, f"/reviews/{ticket}"


def decide(reviewer, case, decision="approve", **fields):
    """A reviewer opens the case and decides."""
    path = "/staff" + case
    reviewer.get(path)
    revision = re.search(r'name="revision" value="(\d*)"', reviewer.page)
    return reviewer.post(path, follow=False, decision=decision, revision=revision[1] if revision else "", **fields)
