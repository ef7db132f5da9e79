"""Runs functions in Java without Docker: ministack takes them for custom runtimes, and the bootstrap is AWS's own
runtime client for Java, which calls the Runtime API and runs SnapStart's hooks.

The variable LAMBDA_JAVA names a file with what all functions get. It is read at each start of an environment.
"""

import contextvars
import functools
import hmac
import http.client
import json
import os
import platform
import secrets
import select
import shlex
import tempfile
import threading
import time
import uuid
import zipfile
from datetime import datetime, timezone
from pathlib import Path

from ministack.core import lambda_runtime
from ministack.services import cloudwatch_logs, lambda_svc

CLIENT = "com.amazonaws.services.lambda.runtime.api.client"
# The function runs in the place of the shell, without the variable that has the command. One that is busy would outlive
# an emulator that was killed: it asks for its next event, and finds nobody, only when it is done.
BOOTSTRAP = """#!/bin/sh
command=$JAVA_COMMAND
unset JAVA_COMMAND
(while sleep 5 && kill -0 $$; do kill -0 $PPID || kill -9 $$; done) </dev/null >/dev/null 2>&1 &
eval "exec $command"
"""
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, and a little.
LONGEST_RESPONSE = 6_291_556
WRITING = threading.Lock()


def settings():
    """See JavaFunctions."""
    return json.loads(Path(os.environ["LAMBDA_JAVA"]).read_text())


def in_java(config):
    return config.get("Runtime", "").startswith("java")


def with_snapshots(config):
    return (config.get("SnapStart") or {}).get("OptimizationStatus") == "On"


@functools.cache
def native_library(runtime):
    """The runtime client's own, unpacked once: left to itself, each JVM unpacks it into a file that others use."""
    processor = {"x86_64": "x86_64", "aarch64": "aarch_64"}.get(platform.machine())
    if platform.system() != "Linux" or processor is None:
        raise RuntimeError(
            "AWS's runtime client has no native library for %s on %s:"
            " run the sandbox on Linux, on x86-64 or 64-bit Arm." % (platform.system(), platform.machine())
        )
    client = next(Path(runtime).glob("aws-lambda-java-runtime-interface-client-*.jar"))
    with zipfile.ZipFile(client) as jar:
        return jar.extract("jni/libaws-lambda-jni.linux-%s.so" % processor, os.environ["TMPDIR"])


def java_command(config):
    """What Lambda's bootstrap for Java starts."""
    runtime = config["Settings"]["runtime"]
    words = [
        config["Settings"]["java"],
        "-XX:MaxHeapSize=%dk" % (config["MemorySize"] * 1024 * 85 // 100),
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Djava.io.tmpdir=" + tempfile.mkdtemp(),
        "-D%s.runtimeapi.NativeClient.JNI=%s" % (CLIENT, native_library(runtime)),
        "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
    ]
    if not with_snapshots(config):
        # As Lambda does in an environment without a snapshot.
        words.append("-XX:TieredStopAtLevel=1")
    words += [*config["Settings"]["options"], "-cp", runtime + "/*", CLIENT + ".AWSLambda", config["Handler"]]
    return shlex.join(words)


def java_environment(config, task_root, port):
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
    region = config["FunctionArn"].split(":")[3]
    return {
        **(config.get("Environment") or {}).get("Variables", {}),
        **config["Settings"]["variables"],
        "_HANDLER": config["Handler"],
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": "AWS_Lambda_" + config["Runtime"],
        "AWS_LAMBDA_FUNCTION_NAME": config["FunctionName"],
        "AWS_LAMBDA_FUNCTION_VERSION": config["Version"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config["MemorySize"]),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start" if with_snapshots(config) else "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": config["LogGroup"],
        "AWS_LAMBDA_LOG_STREAM_NAME": config["LogStream"],
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % port,
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:%d/2021-04-23/credentials" % port,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": config["CredentialsToken"],
        "JAVA_COMMAND": java_command(config),
        "LAMBDA_TASK_ROOT": task_root,
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
    }


class JavaEnvironment(lambda_runtime.ProvidedWorker):
    """One execution environment: a JVM with its Runtime API. It runs one invocation at a time."""

    def __init__(self, name, config, code):
        super().__init__(name, dict(config), code)
        self._printing = threading.Lock()
        self._output, self._unfinished = None, b""
        self._running = self._answered = None
        self._reported = threading.Event()
        self._reported.set()

    def _spawn(self, init_timeout=None):
        group = (self.config.get("LoggingConfig") or {}).get("LogGroup") or "/aws/lambda/" + self.func_name
        day = time.strftime("%Y/%m/%d", time.gmtime())
        stream = "%s/[%s]%s" % (day, self.config["Version"], uuid.uuid4().hex)
        self.config.update(
            Settings=settings(), LogGroup=group, LogStream=stream, CredentialsToken=secrets.token_urlsafe(32)
        )
        # The account and the Region, for the thread that passes on what the function prints.
        self._account = contextvars.copy_context()
        cloudwatch_logs._create_log_group({"logGroupName": group})
        cloudwatch_logs._create_log_stream({"logGroupName": group, "logStreamName": stream})
        self._log("INIT_START Runtime Version: " + self.config["Runtime"])
        super()._spawn(init_timeout)

    def _await_init(self, init_timeout=None):
        try:
            super()._await_init(init_timeout)
        except RuntimeError as failure:
            reported = self._init_error
            if isinstance(reported, dict):
                message, kind = reported.get("errorMessage", ""), reported.get("errorType", "Runtime.Unknown")
            else:
                late = isinstance(failure, lambda_runtime.ProvidedInitTimeout)
                message, kind = str(failure), "Sandbox.Timedout" if late else "Runtime.ExitError"
            self._pass_output()
            self._log("INIT_REPORT Phase: init\tStatus: error\tError Type: " + kind)
            raise lambda_runtime.ProvidedRuntimeError(message, kind) from failure

    def _build_handler_class(self, generation, pending):
        environment = self

        class RuntimeApi(super()._build_handler_class(generation, pending)):
            """With SnapStart's restore, and the credentials of the function's role for its token only."""

            def do_GET(self):
                if self.path.endswith("/runtime/invocation/next"):
                    environment._report()
                if self.path.endswith("/runtime/restore/next"):
                    self._respond(200)
                elif self.path != "/2021-04-23/credentials":
                    super().do_GET()
                elif hmac.compare_digest(self.headers.get("Authorization", ""), environment.config["CredentialsToken"]):
                    self._respond(200, environment._credentials())
                else:
                    self._respond(403, b'{"code": "Forbidden", "message": "The token is not valid."}')

            def do_POST(self):
                self.path = self.path.replace("/runtime/restore/error", "/runtime/init/error")
                super().do_POST()

            def _read_body(self):
                environment.answer = super()._read_body().decode()
                return environment.answer.encode()

        return RuntimeApi

    def _credentials(self):
        issued = self._account.copy().run(lambda_runtime.execution_credentials, self.config)
        expiration = datetime.fromtimestamp(time.time() + 3600, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return json.dumps(
            {
                "AccessKeyId": issued["AWS_ACCESS_KEY_ID"],
                "SecretAccessKey": issued["AWS_SECRET_ACCESS_KEY"],
                "Token": issued["AWS_SESSION_TOKEN"],
                "Expiration": expiration,
            }
        ).encode()

    def invoke(self, event, request_id, **more):
        """With the lines that Lambda adds to the log, and the answer as the function wrote it."""
        # Lambda invokes a function again when its runtime has asked for the next event: until then it may still print,
        # such as the runtime client the stack trace of an exception that it has already passed on.
        self._reported.wait(self.config.get("Timeout", 3))
        lambda_runtime.ensure_spawned(self)
        self._report()
        self._log("START RequestId: %s Version: %s" % (request_id, self.config["Version"]))
        self._running = (request_id, time.monotonic())
        result = super().invoke(event, request_id, **more)
        self._pass_output()
        failure = result.get("error_payload")
        kind = failure.get("errorType") if isinstance(failure, dict) else None
        if kind in ("Sandbox.Timedout", "Runtime.ExitError"):
            self._log("%s %s %s" % (datetime.now(timezone.utc).isoformat(), request_id, failure["errorMessage"]))
            self._answered, self._running = self._running, None
            self._report("timeout" if kind == "Sandbox.Timedout" else "error\tError Type: " + kind)
        if result["status"] == "ok":
            result["result"] = self.answer
        return result

    def _record_result(self, generation, request_id, kind, payload):
        if self._running is not None and self._running[0] == request_id:
            self._reported.clear()
            self._answered, self._running = self._running, None
        return super()._record_result(generation, request_id, kind, payload)

    def _report(self, status=None):
        """Ends the log of an invocation: when the runtime asks for the next one, as until then it may still print, or
        when it gets the next one.
        """
        with self._printing:
            answered, self._answered = self._answered, None
        if answered is not None:
            self._pass_output()
            request_id, began = answered
            duration = (time.monotonic() - began) * 1000
            self._log("END RequestId: " + request_id)
            ended = "REPORT RequestId: %s\tDuration: %.2f ms" % (request_id, duration)
            self._log(ended if status is None else ended + "\tStatus: " + status)
            self._reported.set()

    def _pump_output(self, stream, log_queue):
        os.set_blocking(stream.fileno(), False)
        printed = select.poll()
        printed.register(stream, select.POLLIN)
        with self._printing:
            self._output, self._unfinished = stream, b""
        while self._read_output() and self._output is stream:
            printed.poll()
        self._report()

    def _read_output(self):
        """Passes on the lines that were printed until now. Returns whether there can be more."""
        with self._printing:
            while self._output is not None:
                try:
                    read = os.read(self._output.fileno(), 1 << 16)
                except BlockingIOError:
                    return True
                *lines, self._unfinished = (self._unfinished + read).split(b"\n")
                for line in lines:
                    self._log(line.decode(errors="replace"))
                if not read:
                    self._output.close()
                    self._output = None
        return False

    def _pass_output(self):
        """Everything, also a line without its end: the runtime client's logger writes none."""
        self._read_output()
        with self._printing:
            unfinished, self._unfinished = self._unfinished, b""
        for line in unfinished.decode(errors="replace").splitlines():
            self._log(line)

    def _drain_stderr(self):
        """The lines are in the log as soon as they are printed."""
        return ""

    def _drain_stderr_bounded(self, **waits):
        return ""

    def _log(self, message):
        now = datetime.now(timezone.utc)
        stream = self.config["LogStream"]
        with WRITING, open(self.config["Settings"]["log"], "a") as file:
            file.write("%sZ %s %s\n" % (now.isoformat(timespec="milliseconds")[:23], stream, message))
        event = {"timestamp": int(now.timestamp() * 1000), "message": message}
        self._account.copy().run(
            cloudwatch_logs._put_log_events,
            {"logGroupName": self.config["LogGroup"], "logStreamName": stream, "logEvents": [event]},
        )


def malformed(event, answer):
    """What is wrong with the answer to a batch of messages, which AWS takes for a failure of the whole batch then and
    ministack for a success. Stricter than AWS in one thing: other fields are a mistake that AWS takes for a success.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    records = event.get("Records") if isinstance(event, dict) else None
    messages = [each for each in records or [] if each.get("eventSource") == "aws:sqs"]
    if not messages or not answer.strip():
        return None
    try:
        body = json.loads(answer)
    except json.JSONDecodeError:
        return "it is not JSON"
    if body is None or body == {}:
        return None
    if not isinstance(body, dict) or "batchItemFailures" not in body:
        return "it has no field batchItemFailures"
    failures = body["batchItemFailures"]
    if failures is not None and not isinstance(failures, list):
        return "batchItemFailures is not a list"
    for number, failure in enumerate(failures or []):
        identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if not isinstance(identifier, str) or not identifier:
            return "batchItemFailures[%d] has no itemIdentifier, or an empty one" % number
        if identifier not in [each["messageId"] for each in messages]:
            return "batchItemFailures[%d] names a message that is not in the batch" % number
    return None


def run_java_functions():
    in_docker = lambda_svc._execute_function_docker
    class_of = lambda_runtime._worker_class_for
    emit = lambda_svc._emit_lambda_logs
    unpack = lambda_svc._provided_runtime_code_dir
    variables = lambda_svc._provided_worker_env
    free = {}

    def unpacked(code):
        folder = unpack(code)
        bootstrap = Path(folder, "bootstrap")
        with lambda_svc._provided_code_lock:
            if not bootstrap.exists():
                bootstrap.write_text(BOOTSTRAP)
                bootstrap.chmod(0o755)
        return folder

    def execute(func, event, request_id):
        config = func.get("config") or func
        if not in_java(config):
            return in_docker(func, event, request_id)
        function = lambda_svc._inflight_key(config)
        if function not in free:
            free.setdefault(function, threading.Semaphore(settings()["environments"]))
        with free[function]:
            result = lambda_svc._execute_function_provided_warm(func, event, request_id)
        return result if result.get("error") else checked(event, result["body"])

    def checked(event, answer):
        problem = malformed(event, answer)
        if problem is not None:
            message = "AWS would take the function's answer for a failure of the whole batch: " + problem
            return {"body": {"errorType": "Sandbox.MalformedBatchAnswer", "errorMessage": message}, "error": True}
        if len(answer.encode()) > LONGEST_RESPONSE:
            message = "Response payload size exceeded maximum allowed payload size (%d bytes)." % LONGEST_RESPONSE
            return {"body": {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}, "error": True}
        return {"body": answer, "raw_payload": True}

    lambda_svc._execute_function_docker = execute
    lambda_svc._provided_runtime_code_dir = unpacked
    lambda_svc._provided_worker_env = lambda config, *more: (
        java_environment(config, *more) if in_java(config) else variables(config, *more)
    )
    lambda_svc._emit_lambda_logs = lambda func, *more, **options: (
        None if in_java(func.get("config") or func) else emit(func, *more, **options)
    )
    lambda_runtime._worker_class_for = lambda config: JavaEnvironment if in_java(config) else class_of(config)
    # The runtime client describes an exception in a header of up to 1 MiB.
    http.client._MAXLINE = 2 << 20
    # With SnapStart: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    lambda_runtime._PROVIDED_INIT_TIMEOUT = 130


if "LAMBDA_JAVA" in os.environ:
    run_java_functions()
