"""Holds requests and answers of the platforms' interface against static/openapi.json.

What the document does not know is a failure: a status, a type of body, a header field that is missing, a member too many.
A request may be wrong on purpose; one that was answered well has to be right.
"""
import functools
import json
import pathlib
import re
import urllib.parse

import jsonschema

DOCUMENT = json.loads((pathlib.Path(__file__).resolve().parents[2] / "static/openapi.json").read_text())
LINES = ("application/x-ndjson", "application/jsonl")


class Deviation(AssertionError):
    """The service and its document disagree."""


def resolve(thing):
    while "$ref" in thing:
        name = thing["$ref"].removeprefix("#/").split("/")
        thing = functools.reduce(lambda found, step: found[step], name, DOCUMENT)
    return thing


def plain(schema):
    """The same, said so that it is checked in a small part of the time: words in a list, references and parts in their place."""
    if isinstance(schema, list):
        return [plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return plain(resolve(schema))
    if schema.get("oneOf") and all("const" in one for one in schema["oneOf"]):
        return {"enum": [one["const"] for one in schema["oneOf"]]}
    said = {name: plain(value) for name, value in schema.items()}
    if said.pop("unevaluatedProperties", True) is False:
        said |= {"additionalProperties": False, "properties": {**dict.fromkeys(names_of(schema), True), **said.get("properties", {})}}
    return said


def names_of(schema):
    """Of the members of an object, its parts' among them."""
    return set(schema.get("properties", ())).union(*(names_of(resolve(part)) for part in schema.get("allOf", ())))


@functools.cache
def validator(schema):
    return jsonschema.Draft202012Validator(plain(json.loads(schema)))


def check_schema(schema, value, what):
    """The deepest of what is wrong, when several alternatives do not fit."""
    error = jsonschema.exceptions.best_match(validator(json.dumps(schema)).iter_errors(value))
    if error is not None:
        raise Deviation(f"{what}: {error.message[:600]} at {error.json_path}")


@functools.cache
def patterns():
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path))), path, item) for path, item in DOCUMENT["paths"].items()]


def find(method, path):
    """The document's path, its operation (None: it takes other methods), and what the parameters in the path are."""
    for pattern, template, item in patterns():
        match = pattern.fullmatch(path.partition("?")[0])
        if match:
            names = re.findall(r"\{(\w+)\}", template)
            return template, item.get("get" if method == "HEAD" else method.lower()), dict(zip(names, match.groups()))
    return None


def operations():
    """(path, method, operation) of all there are."""
    return [(path, method.upper(), operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()]


def typed(schema, text):
    """A value of a header field or a query, which are texts all."""
    return int(text) if resolve(schema).get("type") == "integer" and text.isdecimal() else text


def kind_of(value):
    return (value or "").partition(";")[0].strip().lower()


def check(method, path, headers, body, answer):
    """Fails where the document does not know such an answer, or that such a request is answered well."""
    found = find(method, path)
    if found is None:
        return
    template, operation, segments = found
    what = f"{method} {template} {answer.status}"
    if operation is None:  # any operation there knows how another method is refused
        operation = next(iter(DOCUMENT["paths"][template].values()))
        if answer.status < 400:
            raise Deviation(f"{what}: the document does not have this method")
    check_answer(what, operation, answer, method == "HEAD")
    if answer.status < 300:
        check_request(what, operation, segments, path, {k.lower(): v for k, v in headers.items()}, body, answer)


def check_message(name, headers, body):
    """Likewise for what the service sends by itself."""
    operation = DOCUMENT["webhooks"][name]["post"]
    for parameter in operation["parameters"]:
        check_header(f"{name}, {parameter['name']}", parameter, headers.get(parameter["name"]))
    kind = kind_of(headers["Content-Type"])
    check_body(name, operation["requestBody"]["content"][kind]["schema"], kind, body)


# Answers


def check_answer(what, operation, answer, headless):
    response = operation["responses"].get(str(answer.status))
    if response is None:
        raise Deviation(f"{what}: the document does not know this status: {answer.body[:300]}")
    response = resolve(response)
    for name, header in response.get("headers", {}).items():
        check_header(f"{what}, {name}", resolve(header), answer.header(name))
    kind, content = kind_of(answer.header("content-type")), response.get("content", {})
    if kind not in content and (content or answer.body):
        raise Deviation(f"{what}: the document does not know the type {kind!r}")
    if content and not headless:
        check_body(what, content[kind]["schema"], kind, answer.body)
    if kind == "application/problem+json" and not headless:
        check_problem(what, answer)


def check_header(what, header, value):
    if value is not None:
        check_schema(header["schema"], typed(header["schema"], value), what)
    elif header.get("required"):
        raise Deviation(f"{what} is missing")


def check_body(what, schema, kind, body):
    if kind in LINES:
        check_schema(schema["contentSchema"], [json.loads(line) for line in body.splitlines() if line.strip()], what)
    elif kind.endswith("json"):
        check_schema(schema, json.loads(body), what)


def check_problem(what, answer):
    problem = answer.json
    if problem["status"] != answer.status or problem["type"] != f"urn:chedang:problem:{problem['code']}":
        raise Deviation(f"{what}: {problem}")
    if answer.header("correlation-id") not in (None, problem["correlation_id"]):
        raise Deviation(f"{what}: two correlation ids")


# Requests that were answered well


def check_request(what, operation, segments, path, headers, body, answer):
    query = urllib.parse.parse_qs(path.partition("?")[2], keep_blank_values=True)
    for parameter in map(resolve, operation.get("parameters", [])):
        where = {"path": segments, "query": {k: v[0] for k, v in query.items()}, "header": headers}[parameter["in"]]
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        if name in where:
            check_schema(parameter["schema"], typed(parameter["schema"], where[name]), f"{what}, asked with {name}")
        elif parameter["required"]:
            raise Deviation(f"{what}: asked without {name}")
    check_security(what, operation, headers)
    if "requestBody" in operation:
        kind = kind_of(headers.get("content-type"))
        if kind not in operation["requestBody"]["content"]:
            raise Deviation(f"{what}: asked with the type {kind!r}")
        check_asked(what, operation["requestBody"]["content"][kind]["schema"], kind, body, answer)


def check_security(what, operation, headers):
    scheme = kind_of(headers.get("authorization")).partition(" ")[0]
    words = {"accessToken": "bearer", "clientSecret": "basic"}
    wanted = operation.get("security", DOCUMENT["security"])
    if wanted and not any(all(words[name] == scheme for name in one) for one in wanted):
        raise Deviation(f"{what}: asked with {scheme!r} for authorization")


def form_of(body):
    """The fields of a form with files, as texts; the type has the boundary that the body begins with."""
    parts = body.split(b"\r\n", 1)[0]
    heads = (part.partition(b"\r\n\r\n") for part in body.split(parts)[1:-1])
    return {re.search(rb'name="([^"]*)"', head)[1].decode(): value.removesuffix(b"\r\n").decode("latin-1") for head, _, value in heads}


def check_asked(what, schema, kind, body, answer):
    body = body.encode() if isinstance(body, str) else body
    if kind_of(answer.header("content-type")) in LINES:  # those that were answered well; the others may be anything
        lines = kind in LINES
        sent = body.split(b"\n") if lines else list(map(json.dumps, json.loads(body)))
        many = schema["contentSchema"] if lines else next(one for one in map(resolve, schema["oneOf"]) if one["type"] == "array")
        for told in map(json.loads, answer.body.splitlines()):
            if told["status"] < 300:
                check_schema(many["items"], json.loads(sent[told["line"] - 1]), f"{what}, line {told['line']}")
    elif kind == "multipart/form-data":
        check_schema(schema, form_of(body), f"{what}, asked")
    elif kind == "application/x-www-form-urlencoded":
        check_schema(schema, dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True)), f"{what}, asked")
    else:
        check_schema(schema, json.loads(body), f"{what}, asked")
