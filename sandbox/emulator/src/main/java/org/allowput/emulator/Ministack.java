package org.allowput.emulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.local.Tool;

/** The emulator that the sandbox is: it evaluates policies. */
public record Ministack() implements EmulatorProgram {
    /** The field of an answer to a forwarded invocation that has the function's error: in Invoke it is a header. */
    public static final String FUNCTION_ERROR = "X-Amz-Function-Error";

    /**
     * Step Functions matches errors by the name that the function or Lambda gives them. The emulator does so, too, but
     * gives each failure of a forwarded invocation a name of its own, and one that it throttles none.
     */
    private static final String NAMED_ERRORS = ("from ministack.services import lambda_svc; forward ="
        + " lambda_svc._execute_function_proxy; named = lambda answer: {'error': True, 'body': answer['body']['%1$s']}"
        + " if isinstance(answer.get('body'), dict) and '%1$s' in answer['body'] else answer;"
        + " lambda_svc._execute_function_proxy = lambda *call: named(forward(*call)); throttle ="
        + " lambda_svc._throttle_response; name = lambda answer:"
        + " answer['body'].update(errorType='Lambda.TooManyRequestsException') or answer;"
        + " lambda_svc._throttle_response = lambda **why: name(throttle(**why));")
            .formatted(FUNCTION_ERROR);

    /**
     * CloudFormation evaluates Fn::Sub, Fn::Split and Fn::Select within conditions. The emulator does so in properties
     * only.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html">
     *     Condition functions</a>
     */
    private static final String FUNCTIONS_IN_CONDITIONS = "import sys;"
            + " from ministack.services.cloudformation import changesets, engine, handlers, stacks;"
            + " text = lambda value, params: engine._resolve_refs(value, {}, params, {}, {}, '', '')"
            + " if isinstance(value, dict) and set(value) & {'Fn::Select', 'Fn::Split', 'Fn::Sub'}"
            + " else {key: text(each, params) for key, each in value.items()} if isinstance(value, dict)"
            + " else [text(each, params) for each in value] if isinstance(value, list) else value;"
            + " evaluate = engine._evaluate_conditions;"
            + " complete = lambda template, params: evaluate("
            + "{**template, 'Conditions': text(template.get('Conditions') or {}, params)}, params);"
            + " [setattr(module, '_evaluate_conditions', complete) for name, module in list(sys.modules.items())"
            + " if name.startswith('ministack.services.cloudformation')"
            + " and getattr(module, '_evaluate_conditions', None) is evaluate];";

    /**
     * {@code aws:PrincipalArn} of a role's session is the ARN of the role. The emulator has the session's.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn">
     *     aws:PrincipalArn</a>
     */
    private static final String ROLES_OF_SESSIONS = "import re; from ministack.core import iam_evaluator;"
            + " resolve = iam_evaluator._resolve_condition_key;"
            + " role = lambda arn: re.sub('^arn:([^:]+):sts::([0-9]+):assumed-role/([^/]+)/.*$',"
            + " r'arn:\\1:iam::\\2:role/\\3', arn);"
            + " iam_evaluator._resolve_condition_key = lambda key, context: role(resolve(key, context) or '')"
            + " if key.lower() == 'aws:principalarn' else resolve(key, context);";

    /**
     * A policy can require conditional writes by {@code s3:if-none-match}. The emulator has no such key, and denies
     * every write then.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html">Enforce
     *     conditional writes</a>
     */
    private static final String CONDITIONAL_WRITES = "from ministack.core import iam_actions;"
            + " of_object = iam_actions._s3_object_context;"
            + " iam_actions._s3_object_context = lambda action, query, path, headers:"
            + " {**of_object(action, query, path, headers), **{'s3:' + header: headers[header]"
            + " for header in ('if-match', 'if-none-match') if headers.get(header)}};";

    @Override
    public Tool python() {
        return Tool.PYTHON;
    }

    @Override
    public String requirements() {
        return "requirements.txt";
    }

    @Override
    public String prelude() {
        return String.join(" ", NAMED_ERRORS, FUNCTIONS_IN_CONDITIONS, ROLES_OF_SESSIONS, CONDITIONAL_WRITES);
    }

    @Override
    public List<String> module(EmulatorAddress address) {
        TlsCertificate certificate = address.certificate();
        return List.of(
                "hypercorn",
                "ministack.app:app",
                "--workers",
                "0",
                "--bind",
                "127.0.0.1:" + address.port(),
                "--keep-alive",
                "75",
                "--certfile",
                certificate.certificate().toString(),
                "--keyfile",
                certificate.key().toString());
    }

    @Override
    public Map<String, String> environment(Path stateDirectory, EmulatorAddress address) {
        TlsCertificate certificate = address.certificate();
        Path temporary = PrivateFiles.folder(stateDirectory.resolve("tmp"));
        return Map.ofEntries(
                Map.entry("AUTH", "true"),
                Map.entry("USE_SSL", "1"),
                Map.entry("MINISTACK_SSL_CERT", certificate.certificate().toString()),
                Map.entry("MINISTACK_SSL_KEY", certificate.key().toString()),
                Map.entry("BIND_HOST", "127.0.0.1"),
                Map.entry("GATEWAY_PORT", Integer.toString(address.port())),
                Map.entry("MINISTACK_REGION", EmulatorAddress.REGION.id()),
                Map.entry("TMPDIR", temporary.toString()),
                Map.entry("S3_DATA_DIR", temporary.resolve("s3").toString()),
                Map.entry("STATE_DIR", temporary.resolve("state").toString()));
    }

    @Override
    public String health() {
        return "/_ministack/health";
    }
}
