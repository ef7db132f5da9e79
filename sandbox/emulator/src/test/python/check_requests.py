"""Checks requests as the function sends them against botocore's models of the services and rules of their endpoints.

Its argument is a file with `requests` by name, each with `line` (method and URL), `headers` and `form`. Prints a line for
each difference, and at the end one that says how many requests of each operation were checked.
"""

import collections
import json
import re
import sys
import urllib.parse

import botocore.endpoint_provider
import botocore.loaders
import botocore.model
import botocore.regions
import botocore.validate

# Of HTTP, of the signature and of the SDK: no member of an operation.
COMMON = {"content-length", "x-amz-content-sha256", "x-amz-target", "x-amzn-query-mode", "x-amz-trailer", "expect"}
COMMON |= {"content-encoding", "x-amz-decoded-content-length", "transfer-encoding", "x-amz-sdk-checksum-algorithm"}

loader = botocore.loaders.Loader()
partitions = loader.load_data("partitions")


def service(name):
    return botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)


SERVICES = {name: service(name) for name in ("events", "s3", "sqs", "sts")} | {"states": service("stepfunctions")}
RULES = {
    name: botocore.endpoint_provider.EndpointProvider(
        loader.load_service_model(SERVICES[name].service_name, "endpoint-rule-set-1"), partitions
    )
    for name in SERVICES
}


def s3_operation(method, url):
    """The operation whose method, path and query this request has, with the members of its URL."""
    query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
    key = urllib.parse.unquote(url.path[1:])
    best = None
    for name in SERVICES["s3"].operation_names:
        operation = SERVICES["s3"].operation_model(name)
        path, _, fixed = operation.http["requestUri"].partition("?")
        fixed = dict(urllib.parse.parse_qsl(fixed, keep_blank_values=True))
        if operation.http["method"] != method or ("{Key+}" in path) != bool(key) or "WriteGetObjectResponse" in path:
            continue
        members = operation.input_shape.members
        known = {s.serialization["name"]: m for m, s in members.items() if s.serialization.get("location") == "querystring"}
        left = {n: v for n, v in query.items() if n not in fixed}
        needed = [m for m in operation.input_shape.required_members if members[m].serialization.get("location") in ("querystring", "header")]
        given = [known.get(n) for n in left]
        if all(n in query for n in fixed) and None not in given and all(
            m in given for m in needed if members[m].serialization["location"] == "querystring"
        ) and not any(m in ("CopySource", "RenameSource", "RequestRoute") for m in needed):
            found = (len(fixed) + len(needed), name, {known[n]: v for n, v in left.items()})
            best = max(best, found, key=lambda each: each[0]) if best else found
    members = {"Bucket": url.hostname.partition(".s3.")[0], **best[2]}
    if key:
        members["Key"] = key
    return SERVICES["s3"].operation_model(best[1]), members


def s3_members(request, method, url):
    operation, members = s3_operation(method, url)
    shapes = operation.input_shape.members
    by_header = {s.serialization["name"].lower(): m for m, s in shapes.items() if s.serialization.get("location") == "header"}
    prefixes = {s.serialization["name"].lower(): m for m, s in shapes.items() if s.serialization.get("location") == "headers"}
    for name, value in request["headers"].items():
        if name in by_header:
            members[by_header[name]] = value
        elif any(name.startswith(prefix) for prefix in prefixes):
            prefix = next(prefix for prefix in prefixes if name.startswith(prefix))
            members.setdefault(prefixes[prefix], {})[name[len(prefix) :]] = value
        elif name not in COMMON and not (name == "content-type" and "ContentType" not in shapes):
            yield f"{operation.name} has no header {name}"
    for name, value in members.items():
        members[name] = converted(shapes[name], value)
    yield from check(operation, members)


def converted(shape, value):
    if shape.type_name in ("integer", "long") and re.fullmatch(r"-?\d+", str(value)):
        return int(value)
    if shape.type_name == "boolean" and value in ("true", "false"):
        return value == "true"
    # The record has words such as <length> where values differ from run to run.
    if isinstance(value, str) and re.fullmatch(r"<.*>", value) and shape.type_name in ("integer", "long"):
        return 1
    return value


def check(operation, members):
    report = botocore.validate.ParamValidator().validate(members, operation.input_shape)
    if report.has_errors():
        yield f"{operation.name}: {report.generate_report()}"
    if operation.input_shape is not None:
        yield from (f"{operation.name}.{each}" for each in constraints(operation.input_shape, members, ""))


def constraints(shape, value, path):
    """What the model says besides types and minimal lengths, which botocore's own check covers."""
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name in value:
                yield from constraints(member, value[name], f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        for i, each in enumerate(value):
            yield from constraints(shape.member, each, f"{path}[{i}]")
    elif shape.type_name == "map":
        for name, each in value.items():
            yield from constraints(shape.key, name, f"{path} key")
            yield from constraints(shape.value, each, f"{path}.{name}")
    elif shape.type_name == "string" and not re.fullmatch(r"<.*>", value):
        if shape.enum and value not in shape.enum:
            yield f"{path} is {value}; expected one of {', '.join(shape.enum)}"
        metadata = shape.metadata
        if "max" in metadata and len(value) > metadata["max"]:
            yield f"{path} has {len(value)} characters; expected at most {metadata['max']}"
        if "pattern" in metadata and not re.fullmatch(python_pattern(metadata["pattern"]), value):
            yield f"{path} is {value}; expected {metadata['pattern']}"
    elif shape.type_name in ("integer", "long") and "max" in shape.metadata and value > shape.metadata["max"]:
        yield f"{path} is {value}; expected at most {shape.metadata['max']}"


def python_pattern(pattern):
    """Java's classes and code points, as Python writes them."""
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: "\\u" + m.group(1), pattern)
    return re.sub(r"\\p\{L\}\\p\{M\}\\p\{S\}\\p\{N\}\\p\{P\}|\\p\{\w+\}", r"\\w", pattern)


def other_members(request, name):
    model = SERVICES[name]
    form = request["form"]
    target = request["headers"].get("x-amz-target")
    if target:
        operation = model.operation_model(target.partition(".")[2])
        body = form.get("JSON")
        members = json.loads(re.sub(r":<\w+>", ":1", body)) if body else dict(form)
    else:
        operation = model.operation_model(form["Action"])
        members = from_query({n: v for n, v in form.items() if n not in ("Action", "Version")})
        if form["Version"] != model.api_version:
            yield f"{operation.name}: version {form['Version']}; expected {model.api_version}"
    yield from check(operation, members)


def from_query(form):
    """Members of AWS's query protocol, whose lists are `Name.member.1.Field`."""
    members = {}
    for name, value in form.items():
        parts = name.split(".")
        if len(parts) == 1:
            members[name] = value
        else:
            entries = members.setdefault(parts[0], [])
            while len(entries) < int(parts[2]):
                entries.append({})
            entries[int(parts[2]) - 1][parts[3]] = value
    return members


def endpoint(name, url):
    region = re.search(r"\.([a-z]+-[a-z]+-\d)\.", "." + url.hostname)
    parameters = {"Region": region.group(1) if region else "us-east-1", "UseFIPS": False, "UseDualStack": False}
    if name == "s3":
        parameters.update(Bucket=url.hostname.partition(".s3.")[0], UseGlobalEndpoint=True, ForcePathStyle=False, Accelerate=False)
    if name == "sts":
        parameters["UseGlobalEndpoint"] = False
    expected = RULES[name].resolve_endpoint(**parameters).url
    if f"{url.scheme}://{url.hostname}" != expected:
        yield f"sent to {url.scheme}://{url.hostname}; the rules of endpoints say {expected}"


checked = collections.Counter()
for request in json.load(open(sys.argv[1]))["requests"].values():
    method, address = request["line"].split(" ", 1)
    url = urllib.parse.urlsplit(address)
    host = url.hostname.split(".")[0]
    name = host if host in ("events", "sqs", "sts", "states") else "s3"
    found = list(s3_members(request, method, url) if name == "s3" else other_members(request, name))
    found += endpoint(name, url)
    for each in found:
        print(f"{request['line']}: {each}")
    if name == "s3":
        checked[s3_operation(method, url)[0].name] += 1
    else:
        target = request["headers"].get("x-amz-target", "").partition(".")[2]
        checked[target or request["form"]["Action"]] += 1
print("checked", json.dumps(checked, sort_keys=True))
