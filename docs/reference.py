#!/usr/bin/env python3
"""Turns static/openapi.json and docs/examples into what the page /docs shows: a model for its template (reference.c)."""
import json
import pathlib
import re
import sys

METHODS = ("get", "post", "put", "patch", "delete")
EVERYWHERE = {"Correlation-Id", "RateLimit", "RateLimit-Policy", "Cache-Control", "Vary"}
LABELS = {".sh": "curl", ".py": "Python", ".mjs": "Node"}
ANCHORS = {"ProblemCode": "errors", "Problem": "errors"}  # shapes that have a section of their own


def runs(text):
    """What stands between backticks is code."""
    parts = re.split(r"`([^`]+)`", text)
    return [{"literal" if i % 2 else "plain": part} for i, part in enumerate(parts) if part]


def plain(text):
    return [{"plain": text}]


class Reference:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]

    def resolve(self, thing):
        while "$ref" in thing:
            found = self.document
            for step in thing["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            thing = found
        return thing

    def link(self, name):
        name = name.removesuffix("Members")
        return {"shape": name, "anchor": ANCHORS.get(name, f"shape-{name}")}

    def type_of(self, schema):
        if "$ref" in schema:
            return [self.link(schema["$ref"].rsplit("/", 1)[1])]
        if "contentSchema" in schema:
            return plain("lines, each a ") + self.type_of(schema["contentSchema"]["items"])
        if "allOf" in schema:
            return self.type_of(schema["allOf"][0])
        if "const" in schema:
            return [{"literal": json.dumps(schema["const"], ensure_ascii=False)}]
        if "enum" in schema:
            return self.alternatives([[{"literal": json.dumps(value)}] for value in schema["enum"]])
        if "oneOf" in schema:
            return self.alternatives([self.type_of(one) for one in schema["oneOf"]])
        if schema.get("type") == "array":
            return plain("list of ") + self.type_of(schema["items"])
        kinds = schema.get("type", "object")
        return plain(" or ".join([kinds] if isinstance(kinds, str) else kinds))

    @staticmethod
    def alternatives(each):
        return [run for i, one in enumerate(each) for run in (plain(" or ") if i else []) + one]

    def members(self, schema):
        """Its own, then those of what it is made of; a later word about one that is there narrows it only."""
        found = {}
        for part in [*(self.resolve(s) for s in schema.get("allOf", [])), schema]:
            deeper = self.members(part) if part is not schema and "allOf" in part else {}
            for name, member in {**deeper, **part.get("properties", {})}.items():
                found.setdefault(name, member)
        return found

    def required(self, schema):
        return set(schema.get("required", [])).union(*(self.required(self.resolve(s)) for s in schema.get("allOf", [])))

    def member_list(self, schema):
        required = self.required(schema)
        return [{"name": name, "type": self.type_of(member), "needed": name in required,
                 "meaning": runs(member.get("description", ""))} for name, member in self.members(schema).items()]

    def shape(self, name):
        schema = self.schemas[name]
        words = [one for one in schema.get("oneOf", []) if "const" in one]
        is_object = "properties" in schema or "allOf" in schema
        return {"name": name.removesuffix("Members"), "meaning": runs(schema.get("description", "")),
                "type": [] if words or is_object else self.type_of(schema),
                "members": self.member_list(schema) if is_object else [],
                "words": [{"word": one["const"], "said": one["title"]} for one in words]}

    def shapes(self):
        """Of members that others are made of only those that have no better name."""
        return [self.shape(name) for name in self.schemas
                if not {name, name.removesuffix("Members")} & ({*self.schemas, *ANCHORS} - {name}) and name not in ANCHORS]

    def codes(self, schema):
        schema = self.resolve(schema)
        code = schema.get("properties", {}).get("code", {})
        found = [code["const"]] if "const" in code else list(code.get("enum", []))
        for part in schema.get("oneOf", []) + schema.get("allOf", []):
            found += [each for each in self.codes(part) if each not in found]
        return found

    def answer(self, status, response):
        response = self.resolve(response)
        content = response.get("content", {})
        kind, media = next(iter(content.items()), ("", {}))
        problem = kind == "application/problem+json"
        more = set(media["schema"].get("properties", ())) - {"status", "code", "error"} if problem else ()
        return {"status": status, "meaning": runs(response["description"]), "kind": "" if problem else kind,
                "type": self.type_of(media["schema"]) if media else [], "more": [{"name": name} for name in sorted(more)],
                "codes": [{"code": code} for code in self.codes(media["schema"])] if problem else [],
                "fields": [{"field": name} for name in response.get("headers", {}) if name not in EVERYWHERE],
                "examples": [] if problem or not media else self.examples(kind, media)}

    def body(self, kind, media):
        return {"kind": kind, "type": self.type_of(media["schema"]), "examples": self.examples(kind, media)}

    def examples(self, kind, media):
        values = [media["example"]] if "example" in media else [e["value"] for e in media.get("examples", {}).values()]
        return [{"text": self.written(kind, value)} for value in values]

    @staticmethod
    def written(kind, example):
        """As it is sent, but for line breaks."""
        if isinstance(example, str):
            return example.rstrip("\n")
        if kind == "application/x-www-form-urlencoded":
            return "&".join(f"{name}={value}" for name, value in example.items())
        return json.dumps(example, ensure_ascii=False, indent=2)

    def parameter(self, parameter):
        parameter = self.resolve(parameter)
        return {"name": parameter["name"], "place": parameter["in"], "type": self.type_of(parameter["schema"]),
                "needed": parameter.get("required", False), "meaning": runs(parameter.get("description", ""))}

    def operations(self):
        return [(path, method, item[method]) for path, item in self.document["paths"].items()
                for method in METHODS if method in item]

    def everywhere(self):
        """Answers that all operations have in common: they are told once."""
        each = [{(status, json.dumps(answer)) for status, answer in operation["responses"].items()}
                for _, _, operation in self.operations()]
        return sorted(set.intersection(*each))

    def operation(self, path, method, operation, message=False):
        common = {status for status, _ in self.everywhere()}
        schemes = [name for one in operation.get("security", self.document["security"]) for name in one]
        return {"id": operation["operationId"], "method": method.upper(), "path": path, "title": operation["summary"],
                "meaning": runs(operation["description"]), "bearer": "accessToken" in schemes,
                "proof": "clientSecret" in schemes,
                "open": not schemes and not message, "signed": message,
                "parameters": [self.parameter(p) for p in operation.get("parameters", [])],
                "bodies": [self.body(*item) for item in operation.get("requestBody", {}).get("content", {}).items()],
                "answers": [self.answer(*item) for item in operation["responses"].items() if item[0] not in common]}

    def problems(self):
        return [{"code": one["const"], "status": str(one["x-status"]), "title": one["title"], "meaning": runs(one["description"])}
                for one in sorted(self.schemas["ProblemCode"]["oneOf"], key=lambda one: one["x-status"])]

    def model(self):
        return {"api_version": self.document["info"]["version"],
                "problems": self.problems(), "problem_members": self.member_list(self.schemas["ProblemMembers"]),
                "operations": [self.operation(*each) for each in self.operations()] +
                              [self.operation("to your webhook", method, operation, message=True)
                               for item in self.document["webhooks"].values() for method, operation in item.items()],
                "everywhere": [self.answer(status, json.loads(answer)) for status, answer in self.everywhere()],
                "shapes": self.shapes()}


def examples_in(files):
    """By the first word of the file's name: quick-start.py is one of `quick`."""
    found = {}
    for file in files:
        found.setdefault(re.split("[-.]", file.name)[0], []).append(
            {"file": file.name, "language": LABELS[file.suffix], "text": file.read_text().rstrip("\n")})
    return found


def main(out, document, *files):
    model = Reference(json.loads(document.read_text())).model() | examples_in(files)
    text = json.dumps(model, ensure_ascii=False).encode()
    (out / "reference.h").write_text("/* Made by reference.py. */\n#pragma once\n#include <stddef.h>\n"
                                     "extern const unsigned char reference_model[];\nextern const size_t reference_model_length;\n")
    rows = "\n".join("    " + "".join(f"{byte}," for byte in text[at:at + 32]) for at in range(0, len(text), 32))
    (out / "reference.c").write_text(f'#include "reference.h"\nconst unsigned char reference_model[] = {{\n{rows}\n}};\n'
                                     "const size_t reference_model_length = sizeof(reference_model);\n")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
