"""What ministack does otherwise than AWS, changed before it starts, in its own process.

Each change replaces a function of the pinned version. sandbox/emulator/README.md has the differences that remain.
"""

import gzip
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse

import duckdb
from ministack.core import iam_actions, iam_evaluator
from ministack.services import athena, cloudwatch, cloudwatch_logs, glue, lambda_svc, s3
from ministack.services.cloudformation import changesets, engine, handlers, stacks  # noqa: F401 (all that evaluate)
from ministack.services.cloudformation import provisioners


def name_throttles_for_step_functions():
    """Step Functions matches errors by their names. ministack gives an invocation that it throttles none."""
    throttle = lambda_svc._throttle_response

    def throttled(**why):
        answer = throttle(**why)
        answer["body"].update(errorType="Lambda.TooManyRequestsException")
        return answer

    lambda_svc._throttle_response = throttled


def make_metrics_of_lines():
    """CloudWatch Logs makes metrics of lines in the embedded metric format. ministack does not.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    put = cloudwatch_logs._put_log_events

    def publish(line):
        for directive in line["_aws"]["CloudWatchMetrics"]:
            data = []
            for metric in directive["Metrics"]:
                values = line.get(metric["Name"], [])
                data += [
                    {
                        "MetricName": metric["Name"],
                        "Dimensions": [{"Name": name, "Value": line[name]} for name in names],
                        "Timestamp": line["_aws"]["Timestamp"] / 1000,
                        "Values": values if isinstance(values, list) else [values],
                    }
                    for names in directive["Dimensions"]
                ]
            cloudwatch._put_metric_data({}, {"Namespace": directive["Namespace"], "MetricData": data}, False, True)

    def put_and_publish(request):
        for event in request["logEvents"]:
            message = event["message"]
            line = json.loads(message) if message.startswith("{") and '"_aws"' in message else {}
            if "_aws" in line:
                publish(line)
        return put(request)

    cloudwatch_logs._put_log_events = put_and_publish


def select_lines_by_a_field():
    """CloudWatch Logs selects lines of JSON by a field's value, in which * is any text. ministack selects all lines.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
    """
    compile_terms = cloudwatch_logs._compile_filter_pattern

    def compile_pattern(pattern):
        if not pattern.strip().startswith("{"):
            return compile_terms(pattern)
        comparison = re.fullmatch(r'\{\s*\$\.(\w+)\s*=\s*"([^"]*)"\s*\}', pattern.strip())
        if comparison is None:
            raise ValueError('seen the pattern %s, expected { $.field = "value" }' % pattern)
        field, value = comparison.groups()
        expected = re.compile(".*".join(map(re.escape, value.split("*"))), re.DOTALL)

        def selects(message):
            try:
                line = json.loads(message)
            except ValueError:
                return False
            return isinstance(line, dict) and field in line and bool(expected.fullmatch(str(line[field])))

        return selects

    cloudwatch_logs._compile_filter_pattern = compile_pattern


def evaluate_functions_in_conditions():
    """CloudFormation evaluates Fn::Join, Fn::Sub, Fn::Split and Fn::Select within conditions. ministack does so in
    properties only.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
    """
    evaluate = engine._evaluate_conditions

    def text(value, parameters):
        if isinstance(value, dict):
            if set(value) & {"Fn::Join", "Fn::Select", "Fn::Split", "Fn::Sub"}:
                return engine._resolve_refs(value, {}, parameters, {}, {}, "", "")
            return {key: text(each, parameters) for key, each in value.items()}
        if isinstance(value, list):
            return [text(each, parameters) for each in value]
        return value

    def complete(template, parameters):
        conditions = text(template.get("Conditions") or {}, parameters)
        return evaluate({**template, "Conditions": conditions}, parameters)

    for name, module in list(sys.modules.items()):
        if name.startswith("ministack.services.cloudformation"):
            if getattr(module, "_evaluate_conditions", None) is evaluate:
                module._evaluate_conditions = complete


def make_numbers_of_texts():
    """The value of a parameter is a text, and CloudFormation makes a number of it where a property is one. ministack
    keeps the text as the concurrency of a queue's consumer, which then takes nothing.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """

    def numbered(each):
        if not isinstance(each, dict) or "ScalingConfig" not in each:
            return each
        return {**each, "ScalingConfig": {name: int(value) for name, value in each["ScalingConfig"].items()}}

    def converting(change):
        return lambda *call: change(*map(numbered, call))

    handler = provisioners._RESOURCE_HANDLERS["AWS::Lambda::EventSourceMapping"]
    handler.update({name: converting(handler[name]) for name in ("create", "update") if name in handler})


def name_roles_of_sessions():
    """aws:PrincipalArn of a role's session is the ARN of the role. ministack has the session's.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
    """
    resolve = iam_evaluator._resolve_condition_key

    def resolved(key, context):
        value = resolve(key, context)
        if key.lower() != "aws:principalarn":
            return value
        session = "^arn:([^:]+):sts::([0-9]+):assumed-role/([^/]+)/.*$"
        return re.sub(session, r"arn:\1:iam::\2:role/\3", value or "")

    iam_evaluator._resolve_condition_key = resolved


def ask_for_the_action_of_one_message():
    """A batch of SQS needs the action of one message. ministack asks for an action of the batch's own name.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
    """
    action = iam_actions.extract_iam_action

    def of_message(*request):
        name = action(*request)
        return name.removesuffix("Batch") if name and name.startswith("sqs:") else name

    iam_actions.extract_iam_action = of_message


def know_conditional_writes():
    """A policy can require conditional writes by s3:if-none-match. ministack has no such key, and denies every write
    then.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    """
    of_object = iam_actions._s3_object_context

    def complete(action, query, path, headers):
        conditional = {
            "s3:" + header: headers[header] for header in ("if-match", "if-none-match") if headers.get(header)
        }
        return {**of_object(action, query, path, headers), **conditional}

    iam_actions._s3_object_context = complete


def send_events_of_tags():
    """S3 sends an event when the tags of an object change. ministack sends none.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
    """

    def sending(change, event):
        def changed(bucket, key, *more):
            answer = change(bucket, key, *more)
            if answer[0] in (200, 204):
                version = answer[1].get("x-amz-version-id")
                stored = s3._ensure_bucket(bucket)["objects"][key]
                s3._fire_s3_event_async(
                    bucket, key, "s3:" + event, size=stored["size"], etag=stored["etag"], version_id=version
                )
            return answer

        return changed

    s3._put_object_tagging = sending(s3._put_object_tagging, "ObjectTagging:Put")
    s3._delete_object_tagging = sending(s3._delete_object_tagging, "ObjectTagging:Delete")
    s3._S3_EVENTBRIDGE_EVENT_DETAIL_TYPE.update(
        {"ObjectTagging:Put": "Object Tags Added", "ObjectTagging:Delete": "Object Tags Deleted"}
    )


def project_partitions():
    """Athena takes partitions that a table projects from the paths of its files, the columns of JSON from the table
    whatever their case, and has functions of Trino. ministack guesses the columns, and has DuckDB's functions.

    https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html
    https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
    """
    relation = athena._table_relation
    connect = duckdb.connect

    def of_columns(table, files):
        properties, storage = table.get("Parameters") or {}, table["StorageDescriptor"]
        if properties.get("projection.enabled") != "true":
            return relation(table, files)
        # Below the folder into which ministack copies the table's objects.
        path = "/ministack-athena-[^/]+/" + properties["storage.location.template"].removeprefix(storage["Location"])
        for partition in table["PartitionKeys"]:
            depth = properties.get("projection.%s.format" % partition["Name"], "").count("/")
            group = "(?P<%s>[^/]+%s)" % (partition["Name"], "/[^/]+" * depth)
            path = path.replace("${%s}" % partition["Name"], group)
        rows = os.path.join(os.path.commonpath([os.path.dirname(file) for file in files]), "rows.json")
        with open(rows, "w") as out:
            for file in files:
                partitions = re.search(path, file).groupdict()
                with gzip.open(file, "rt") as lines:
                    for line in lines:
                        row = {name.lower(): value for name, value in json.loads(line).items()}
                        out.write(json.dumps({**row, **partitions}) + "\n")
        columns = storage["Columns"] + table["PartitionKeys"]
        types = ", ".join("'%s': '%s'" % (each["Name"], athena._duckdb_type(each)) for each in columns)
        return "read_json('%s', format = 'newline_delimited', columns = {%s})" % (rows, types)

    def with_functions(*call, **options):
        connection = connect(*call, **options)
        connection.execute("CREATE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMP)")
        connection.execute("CREATE MACRO date_format(moment, pattern) AS strftime(moment, pattern)")
        return connection

    athena._table_relation = of_columns
    duckdb.connect = with_functions


def insert_rows():
    """Athena's INSERT INTO writes what a query selects below the table's location, with a folder per partition.
    ministack passes the statement to DuckDB, which has no such table.

    https://docs.aws.amazon.com/athena/latest/ug/insert-into.html
    """
    run = athena._run_duckdb

    def write(table, rows, folder):
        keys = [each["Name"] for each in table["PartitionKeys"]]
        columns = table["StorageDescriptor"]["Columns"] + table["PartitionKeys"]
        types = ", ".join("%s %s" % (each["Name"], athena._duckdb_type(each)) for each in columns)
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE inserted (%s)" % types)
            connection.executemany("INSERT INTO inserted VALUES (%s)" % ", ".join("?" * len(columns)), rows)
            connection.execute(
                "COPY inserted TO '%s' (FORMAT parquet, PARTITION_BY (%s), FILENAME_PATTERN '{uuid}')"
                % (folder, ", ".join(keys))
            )

    async def run_or_insert(query, database, catalog=None):
        insert = re.match(r"\s*INSERT INTO (\w+) ", query)
        if insert is None:
            return await run(query, database, catalog)
        rows = (await run(query[insert.end() :], database, catalog))["rows"]
        table = glue._tables["%s/%s" % (database, insert.group(1))]
        location = urlparse(table["StorageDescriptor"]["Location"])
        with tempfile.TemporaryDirectory() as folder:
            write(table, rows, folder)
            for file in Path(folder).rglob("*.parquet"):
                key = location.path.strip("/") + "/" + str(file.relative_to(folder))
                content = file.read_bytes()
                s3._put_object(location.netloc, key, content, {"content-length": str(len(content))})
        return {"columns": ["rows"], "column_types": ["bigint"], "rows": [[len(rows)]]}

    athena._run_duckdb = run_or_insert


def know_named_queries():
    """CloudFormation creates named queries. ministack does not know their type.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-namedquery.html
    """

    def create(logical_id, properties, stack_name):
        created = json.loads(athena._create_named_query(properties)[2])["NamedQueryId"]
        return created, {"NamedQueryId": created}

    def delete(physical_id, properties):
        athena._delete_named_query({"NamedQueryId": physical_id})

    provisioners._RESOURCE_HANDLERS["AWS::Athena::NamedQuery"] = {"create": create, "delete": delete}


name_throttles_for_step_functions()
make_metrics_of_lines()
select_lines_by_a_field()
evaluate_functions_in_conditions()
make_numbers_of_texts()
name_roles_of_sessions()
ask_for_the_action_of_one_message()
know_conditional_writes()
send_events_of_tags()
project_partitions()
insert_rows()
know_named_queries()
