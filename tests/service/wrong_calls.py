"""Calls that are wrong, made from the OpenAPI document: for each operation a good one, and then all that can be spoilt in it.

A new operation needs a line in SAMPLES for what the document cannot know, and in FIELD_CODES for codes of its own.
"""
import base64
import dataclasses
import json
import urllib.parse

import openapi
from papers import multipart, png

DEEP, HUGE, LONG = "[" * 100000, "x" * 3000000, "x" * 10000
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
# Codes of a field that is at fault; of the others it is field_invalid.
FIELD_CODES = {"vin": {"vin_missing", "vin_malformed"}, "grant_type": {"unsupported_grant_type"}, "scope": {"invalid_scope"},
               "handle": {"handle_unknown", "path_invalid"}, "webhook": {"webhook_unknown", "path_invalid"}, "number": {"certificate_unknown", "path_invalid"},
               "document": {"document_unknown", "path_invalid"}, "client_assertion": {"invalid_client"},
               "client_assertion_type": {"invalid_client"}}
UNPOINTED = {"handle", "webhook", "number", "document", "client_assertion", "client_assertion_type"}  # in the path, or no field's fault alone
NOT_JSON = {"empty": b"", "a list": b"[]", "a number": b"1", "a text": b'"x"', "null": b"null", "cut off": b'{"vin":', "two": b"{}{}",
            "a comma too many": b'{"vin":"x",}', "a mark of bytes": "\ufeff{}".encode(), "deep": DEEP.encode(), "UTF-16": "{}".encode("utf-16"),
            "NUL": b"{}\0", "no quotation marks": b"{vin:1}", "a deep surplus member": b'{"surplus":' + DEEP.encode(),
            "too many values": b'{"surplus":[' + b"1," * 30000 + b"1]}", "a number too large": b'{"surplus":1e999}',
            "half a character": b'{"surplus":"\\ud800"}', "no UTF-8": b'{"surplus":"\xff\xfe"}', "a raw control": b'{"surplus":"\x01"}'}
WRONG_VALUES = {"null": None, "a number": 17, "a fraction": 1.5, "a flag": True, "a list": [], "an object": {}, "a list of it": ["x"],
                "long": LONG, "empty": "", "negative": -1, "a control": "\x01", "markup": "<script>", "a quotation mark": "'\"",
                "another script": "车档"}
WRONG_HEADERS = {"empty": "", "blank": "  ", "an empty text": '""', "long": "x" * 256, "too long": LONG[:4000], "a tab": "a\tb",
                 "another script": "车档".encode().decode("latin-1"), "no UTF-8": "\xff\xfe"}
WRONG_FORM = {"long": LONG, "no UTF-8": "%ff%fe", "NUL": "%00", "a control": "%01", "half an escape": "%4", "no escape": "%zz",
              "markup": "%3Cscript%3E"}


@dataclasses.dataclass
class Call:
    name: str
    method: str
    path: str
    headers: dict
    body: bytes
    status: set = dataclasses.field(default_factory=set)  # what may come
    codes: set = dataclasses.field(default_factory=set)
    pointer: str = None


def wrong(call, name, codes, pointer=None, status=(400,), **changes):
    return dataclasses.replace(call, name=f"{call.name}: {name}", codes=set(codes), pointer=pointer, status=set(status), **changes)


def sample(name, schema, samples):
    if name in samples:
        return samples[name]
    schema = openapi.resolve(schema)
    if "const" in schema:
        return schema["const"]
    return sample(name, (schema.get("oneOf") or [{"const": schema["enum"][0]}])[0], samples)


def body_of(operation):
    """(type, schema) of the body that it takes; of several types the first."""
    content = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(content), None)
    return kind, kind and openapi.resolve(content[kind]["schema"])


def object_of(operation):
    """The schema of the object that the body is, alone or among others, or that each of its lines is."""
    kind, schema = body_of(operation)
    if kind in openapi.LINES:
        schema = openapi.resolve(schema["contentSchema"]["items"])
    return schema if "properties" in schema else openapi.resolve(schema["oneOf"][0])


def members_of(operation):
    """(schema of the object, its required members) that the body is, or each of its lines."""
    schema = object_of(operation)
    return schema["properties"], schema.get("required", [])


def form_with_files(members, more=None):
    """The body of a form; members that are bytes are files. Its type says where it is divided."""
    files = {name: value for name, value in members.items() if isinstance(value, bytes)}
    return multipart({n: v for n, v in members.items() if n not in files} | (more or {}), files)


def parameters(operation, place):
    return [p for p in map(openapi.resolve, operation.get("parameters", [])) if p["in"] == place]


def written(kind, members):
    if kind == "application/x-www-form-urlencoded":
        return urllib.parse.urlencode(members).encode()
    return json.dumps(members).encode()


def good_call(path, method, operation, samples):
    for parameter in parameters(operation, "path"):
        path = path.replace("{%s}" % parameter["name"], sample(parameter["name"], parameter["schema"], samples))
    query = {p["name"]: sample(p["name"], p["schema"], samples) for p in parameters(operation, "query") if p.get("required")}
    path += "?" + urllib.parse.urlencode(query) if query else ""
    headers = {p["name"]: sample(p["name"], p["schema"], samples) for p in parameters(operation, "header") if p["required"]}
    body = None
    schemes = [name for one in operation.get("security", openapi.DOCUMENT["security"]) for name in one]
    if "accessToken" in schemes:
        headers["Authorization"] = f"Bearer {samples['bearer']}"
    elif "clientSecret" in schemes:
        headers["Authorization"] = f"Basic {samples['basic']}"
    kind, _ = body_of(operation)
    if kind == "multipart/form-data":
        members, required = members_of(operation)
        asked = {n: png(32, 32) if schema.get("format") == "binary" else sample(n, schema, samples) for n, schema in members.items()}
        body, headers["Content-Type"] = form_with_files(asked)
    elif kind is not None:
        members, required = members_of(operation)
        headers["Content-Type"], body = kind, written(kind, {n: sample(n, members[n], samples) for n in required})
    good = next(int(status) for status in operation["responses"] if status.startswith("2"))
    return Call(operation["operationId"], method, path, headers, body, {good})


def wrong_methods(call, item):
    there = {method.upper() for method in item}
    for method in METHODS:
        if method not in there:
            yield wrong(call, method, {"method_not_allowed"}, status=(405,), method=method)


def wrong_heads(call):
    yield wrong(call, "a large head", {"head_too_large"}, status=(431,), headers={**call.headers, "X-Large": "x" * 20000})
    mark = "&" if "?" in call.path else "?"
    yield wrong(call, "a long address", {"path_too_long"}, status=(414,), path=f"{call.path}{mark}x={'x' * 3000}")
    small = {"Content-Type": "text/plain"} if "multipart/" in call.headers.get("Content-Type", "") else {}  # where photos are taken
    yield wrong(call, "a large body", {"body_too_large"}, status=(413,), body=HUGE.encode(), headers={**call.headers, **small})


def wrong_proofs(call):
    scheme, _, proof = call.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return
    codes = {"unauthenticated", "token_invalid"} if scheme == "Bearer" else {"invalid_client"}
    others = {"none": None, "a scheme alone": scheme, "a blank more": f"{scheme} ", "another scheme": f"Digest {proof}",
              "rubbish": f"{scheme} %%%", "long": f"{scheme} {'x' * 9000}", "no ASCII": f"{scheme} \xff\xfe", "cut off": f"{scheme} {proof[:-5]}",
              "no colon": f"{scheme} {base64.b64encode(b'x').decode()}", "NUL": f"{scheme} {base64.b64encode(b'a:' + bytes(9)).decode()}"}
    for name, value in others.items():
        headers = {k: v for k, v in call.headers.items() if k != "Authorization"} | ({"Authorization": value} if value else {})
        yield wrong(call, f"{name} for a proof", codes, status=(401,), headers=headers)


def wrong_headers(call, operation):
    """Of the fields that are needed; the body is good."""
    for parameter in parameters(operation, "header"):
        name = parameter["name"]
        rest = {k: v for k, v in call.headers.items() if k != name}
        if not parameter["required"]:
            continue
        yield wrong(call, f"{name} missing", {"field_invalid"}, headers=rest)
        for what, value in WRONG_HEADERS.items():
            if not is_right(parameter["schema"], value.strip(" ")):
                yield wrong(call, f"{name} {what}", {"field_invalid"}, headers={**rest, name: value})


def wrong_types(call):
    others = ("application/json",) if "multipart/" in call.headers["Content-Type"] else ("multipart/form-data; boundary=x", call.headers["Content-Type"] + "x")
    for kind in (None, "", "text/plain", "application/xml", *others, LONG):
        headers = {k: v for k, v in call.headers.items() if k != "Content-Type"} | ({} if kind is None else {"Content-Type": kind})
        yield wrong(call, f"type {str(kind)[:20]}", {"type_unsupported"}, status=(415,), headers=headers)


def codes_of(call, name):
    if call.path.startswith("/v1/repairs"):  # where every member is judged by its form alone
        return {"repair_unknown", "path_invalid"} if name == "handle" else {"field_invalid"}
    return FIELD_CODES.get(name, {"field_invalid"})


def field(call, name, what, **changes):
    return wrong(call, f"{name} {what}", codes_of(call, name), None if name in UNPOINTED else f"#/{name}",
                 status=(401,) if FIELD_CODES.get(name) == {"invalid_client"} else (404, 400) if name in ("handle", "webhook", "number", "document") else (400,), **changes)


def is_right(schema, value):
    return openapi.validator(json.dumps(schema)).is_valid(value)


def spoilt_objects(call, properties, required):
    """What may be wrong with a JSON object: calls whose body is that object."""
    good = json.loads(call.body)
    for what, body in NOT_JSON.items():
        yield wrong(call, what, {"body_malformed"}, body=body)
    for name in properties:
        if name in required:
            yield field(call, name, "missing", body=written("json", {k: v for k, v in good.items() if k != name}))
        for what, value in WRONG_VALUES.items():
            if (value is not None or name in required) and not is_right(properties[name], value):
                yield field(call, name, what, body=written("json", {**good, name: value}))
        first = json.dumps({name: good.get(name, "x")})
        yield wrong(call, f"{name} twice", {"body_malformed"}, body=f"{first[:-1]}, {call.body.decode()[1:-1]}, {first[1:]}".encode())
        for what, raw in (("no UTF-8", b"\xff\xfe"), ("half a character", b"\\ud800"), ("NUL", b"\\u0000"), ("a raw control", b"\x02"), ("overlong", b"\xc0\xaf")):
            body = written("json", {**good, name: "@@"}).replace(b"@@", raw)
            yield wrong(call, f"{name}, {what}", {"body_malformed"}, body=body)


def wrong_json(call, operation):
    properties, required = members_of(operation)
    yield from spoilt_objects(call, properties, required)
    surplus = dataclasses.replace(call, name=f"{call.name}: surplus members", body=call.body[:-1] + b', "surplus": {"a": [1, null]}, "id": "1"}')
    closed = object_of(operation).get("additionalProperties") is False
    yield wrong(surplus, "which are refused", {"field_invalid"}, "#/surplus") if closed else surplus


def wrong_form(call, operation):
    properties, required = members_of(operation)
    good = dict(urllib.parse.parse_qsl(call.body.decode()))
    for name in properties:
        rest = "&".join(f"{k}={urllib.parse.quote(v)}" for k, v in good.items() if k != name)
        if name in required:
            yield field(call, name, "missing", body=rest.encode())
        for what, value in WRONG_FORM.items():
            if what != "markup" or not is_right(properties[name], "<script>"):
                yield field(call, name, what, body=f"{rest}&{name}={value}".encode())
        yield field(call, name, "raw bytes", body=f"{rest}&{name}=".encode() + b"\xff\xfe")
        yield field(call, name, "twice", body=f"{rest}&{name}=a&{name}=a".encode())
        if name in good:
            yield field(call, name, "as a list", body=f"{rest}&{name}[]={good[name]}".encode())
    first = required[0]
    for what, body in (("empty", b""), ("JSON", json.dumps(good).encode()), ("rubbish", b"&&=&%&\xff"), ("deep", DEEP.encode())):
        yield field(call, first, f"missing in what is {what}", body=body)
    yield dataclasses.replace(call, name=f"{call.name}: surplus fields", body=call.body + b"&surplus=1&surplus=%ff&id=1")


def wrong_files(call, operation, samples):
    """What may be wrong with a form with files, of which one is needed."""
    properties, _ = members_of(operation)
    texts = {n: sample(n, schema, samples) for n, schema in properties.items() if schema.get("format") != "binary"}
    files = {n: png(32, 32) for n in properties if n not in texts}
    first = next(iter(files))

    def spoilt(name, what, members, more=None):
        body, kind = form_with_files(members, more)
        return field(call, name, what, body=body, headers={**call.headers, "Content-Type": kind})

    for name in texts:
        yield spoilt(name, "missing", {n: v for n, v in {**texts, **files}.items() if n != name})
        for what in ("long", "empty", "markup", "another script"):
            yield spoilt(name, what, {**texts, **files, name: WRONG_VALUES[what]})
    yield spoilt(first, "missing", texts)
    yield spoilt(first, "a text for a file", {**texts, first: "x"})
    for name in files:
        for what, value in {"no photo": b"rubbish" * 100, "a GIF": b"GIF89a" + bytes(200)}.items():
            yield spoilt(name, what, {**texts, **files, name: value})
    for what, body in (("empty", b""), ("JSON", json.dumps(texts).encode()), ("cut off", call.body[:-20]), ("rubbish", b"--x\r\n\r\n")):
        yield wrong(call, what, {"body_malformed"}, body=body)


def wrong_query(call, operation):
    base, _, query = call.path.partition("?")
    good = dict(urllib.parse.parse_qsl(query))
    for parameter in parameters(operation, "query"):
        name = parameter["name"]
        rest = urllib.parse.urlencode({k: v for k, v in good.items() if k != name})
        values = {**WRONG_FORM, "long": "x" * 1000, "empty": "", "a blank": "a+b", "negative": "-1", "a fraction": "1.5", "high": "1001",
                  "too high": "9" * 19}
        if parameter.get("required"):
            yield field(call, name, "missing", path=f"{base}?{rest}")
        for what, value in values.items():
            if not is_right(parameter["schema"], openapi.typed(parameter["schema"], urllib.parse.unquote_plus(value))):
                yield field(call, name, what, path=f"{base}?{rest}&{name}={value}")
        yield field(call, name, "twice", path=f"{base}?{rest}&{name}={good.get(name, 'a')}&{name}={good.get(name, 'a')}")
    yield dataclasses.replace(call, name=f"{call.name}: surplus parameters", path=f"{base}?{query}{'&' if query else ''}surplus=1&id=%ff&%zz")


def wrong_segments(call, operation, samples):
    for parameter in parameters(operation, "path"):
        name = parameter["name"]
        good = sample(name, parameter["schema"], samples)
        for what, value in {"long": "x" * 1500, "short": "x", "another": good[::-1], "escaped": "%41" * 13, "no UTF-8": "%ff", "NUL": "%00",
                            "a slash": "%2f", "dots": "%2e%2e", "another script": "%E8%BD%A6", "markup": "%3Cscript%3E", "a star": "*"}.items():
            yield field(call, name, what, path=call.path.replace(good, value))


def wrong_batches(call):
    for what, body in (("empty", b""), ("blank", b"\n \r\n\t\n")):
        yield wrong(call, what, {"body_malformed"}, body=body)
    yield wrong(call, "a line too many", {"too_many_lines"}, status=(413,), body=(call.body + b"\n") * 1001)


def wrong_calls(path, method, item, operation, samples):
    """All of one operation; those whose status may be 200 are only unusual."""
    call = good_call(path, method, operation, samples)
    kind, _ = body_of(operation)
    yield from wrong_methods(call, item)
    yield from wrong_heads(call)
    yield from wrong_proofs(call)
    yield from wrong_headers(call, operation)
    yield from wrong_query(call, operation)
    yield from wrong_segments(call, operation, samples)
    if kind is not None:
        yield from wrong_types(call)
    if kind in openapi.LINES:
        yield from wrong_batches(call)
    elif kind == "application/json":
        yield from wrong_json(call, operation)
    elif kind == "multipart/form-data":
        yield from wrong_files(call, operation, samples)
    elif kind is not None:
        yield from wrong_form(call, operation)


def wrong_lines(path, method, operation, samples):
    """What may be wrong with a line of a body that is lines."""
    properties, required = members_of(operation)
    for call in spoilt_objects(good_call(path, method, operation, samples), properties, required):
        if call.body.strip() and b"\n" not in call.body:
            yield call
