"""Decides questions about policies with cvc5, by an encoding of IAM's semantics that shares nothing with the prover.

decide.py LIMIT FILE: for each line of FILE, a question in JSON as RandomPolicies writes it, prints sat or unsat: whether there is a
request that the policies allow and "expected" does not. LIMIT is the effort for one question, in cvc5's units (rlimit-per), which do not
depend on the computer's speed.
"""

import json
import re
import sys

import cvc5

ACCOUNT = "111111111111"
LEVELS = ["direct", "role", "account"]
NO_COLON = '(re.diff re.allchar (str.to_re ":"))'
EMPTY = '(str.to_re "")'
FACTS = """(set-logic ALL)
(declare-const action String) (declare-const resource String)
(declare-const kind String) (declare-const name String) (declare-const account String) (declare-const rest String) (declare-const session String)
(define-fun isAws () Bool (= kind "AWS"))
(define-fun isRole () Bool (and isAws (str.in_re rest (re.++ (str.to_re "role/") (re.+ re.allchar)))))
(define-fun isRoot () Bool (and isAws (= rest "root")))
(define-fun isFederated () Bool (str.in_re rest (re.++ (str.to_re "federated-user/") (re.+ re.allchar))))
(define-fun arn () String (str.++ (ite isFederated "arn:aws:sts::" "arn:aws:iam::") account ":" rest))
(assert (str.in_re account ((_ re.^ 12) (re.range "0" "9"))))
(assert (or isRole isRoot isFederated (str.in_re rest (re.++ (str.to_re "user/") (re.+ re.allchar)))
  (and (or (= kind "Service") (= kind "Federated") (= kind "CanonicalUser") (= kind "")) (= rest "user/x"))))
(assert (str.in_re action (re.++ (re.+ %s) (str.to_re ":") (re.+ %s))))
""" % (NO_COLON, NO_COLON)


def listed(value):
    return value if isinstance(value, list) else [value]


def joined(operator, nothing, terms):
    terms = list(terms)
    return terms[0] if len(terms) == 1 else f"({operator} {' '.join(terms)})" if terms else nothing


def any_of(terms):
    return joined("or", "false", terms)


def all_of(terms):
    return joined("and", "true", terms)


def text(value):
    return '"' + "".join(c if " " < c <= "~" and c not in '"\\' else "\\u{%x}" % ord(c) for c in value) + '"'


def tokens(pattern, variables=True):
    """Characters, and * and ? as (wildcard,)."""
    found = re.findall(r"\$\{([*?$])\}|(.)", pattern, re.S) if variables else [("", c) for c in pattern]
    return [plain or ((c,) if c in "*?" else c) for plain, c in found]


def matches(term, parts, anything=lambda at: "re.allchar"):
    """Parts as of tokens; anything gives what a wildcard at that place stands for."""
    expressions = []
    for at, part in enumerate(parts):
        one = anything(at) if isinstance(part, tuple) else f"(str.to_re {text(part)})"
        expressions.append(f"(re.* {one})" if part == ("*",) else one)
    return f"(str.in_re {term} {joined('re.++', EMPTY, expressions)})"


def in_segments(term, pattern):
    parts = tokens(pattern)
    return matches(
        term,
        parts,
        lambda at: "re.allchar" if parts[at] == ("*",) and parts[at + 1 : at + 2] in ([], [":"]) else NO_COLON,
    )


def like_arn(term, pattern):
    parts = tokens(pattern)
    return "true" if parts == [("*",)] else matches(
        term, parts, lambda at: NO_COLON if parts[:at].count(":") < 5 else "re.allchar"
    )


def any_case(term, value):
    letters = [f"(re.union (str.to_re {text(c.lower())}) (str.to_re {text(c.upper())}))" for c in value]
    return f"(str.in_re {term} {joined('re.++', EMPTY, letters)})"


def plain(value):
    return re.sub(r"\$\{([*?$])\}", r"\1", value)


COMPARISONS = {
    "StringEquals": lambda term, value: f"(= {term} {text(plain(value))})",
    "StringEqualsIgnoreCase": lambda term, value: any_case(term, plain(value)),
    "StringLike": lambda term, value: matches(term, tokens(value)),
    "ArnEquals": like_arn,
    "ArnLike": like_arn,
    "Bool": lambda term, value: f"(= {term} {text(value.lower())})",
}


def condition(keys, operator, key, values):
    if key == "aws:PrincipalArn":
        has, value = "isAws", "arn"
    elif key == "aws:PrincipalAccount":
        has, value = "isAws", "account"
    else:
        value = keys.setdefault(key, f"k{len(keys)}")
        has = "has-" + value
    if operator == "Null":
        return any_of(f"(not {has})" if each == "true" else has for each in listed(values))
    comparison = operator.removesuffix("IfExists")
    negated = "Not" in comparison
    met = all_of([has, any_of(COMPARISONS[comparison.replace("Not", "")](value, each) for each in listed(values))])
    return f"(not {met})" if negated else f"(or (not {has}) {met})" if operator != comparison else met


def named(kind, name, level):
    """Whether the caller is reached in this way by a name in Principal."""
    if kind != "AWS":
        return f"(and (= kind {text(kind)}) (= name {text(name)}))" if level == "direct" else "false"
    if name == "*":
        return str(level == "direct").lower()
    if re.fullmatch(r"\d{12}|arn:aws:iam::\d{12}:root", name) and level == "account":
        return f"(and isAws (= account {text(re.search('[0-9]{12}', name)[0])}))"
    if ":assumed-role/" in name and level == "direct":
        owner, role, session = re.fullmatch(r".*::(\d{12}):assumed-role/(.*)/(.*)", name).groups()
        path = matches("rest", tokens(f"role/*/{role}"))
        return f"(and isRole (= account {text(owner)}) (or (= rest {text('role/' + role)}) {path}) (= session {text(session)}))"
    is_caller = f"(= arn {text(name)})"
    return {"direct": f"(and isAws (not isRole) {is_caller})", "role": f"(and isRole {is_caller})"}.get(level, "false")


def reached(statement, level):
    element = statement.get("Principal", statement.get("NotPrincipal"))
    if element is None:
        return str(level == "direct").lower()
    pairs = [("AWS", "*")] if element == "*" else [(k, n) for k, names in element.items() for n in listed(names)]
    if "Principal" in statement:
        return any_of(named(kind, name, level) for kind, name in pairs)
    if level != "direct":
        return "false"
    anyhow = any_of(named(kind, name, each) for kind, name in pairs for each in LEVELS)
    if statement["Effect"] == "Allow" or ("AWS", "*") in pairs:
        return f"(not {anyhow})"
    # A Deny excludes a principal only where its account and itself are listed, and a session of a role only if it is, too.
    accounts, direct, roles = (any_of(named(k, n, each) for k, n in pairs) for each in ["account", "direct", "role"])
    users = any_of(f"(= arn {text(n)})" for k, n in pairs if k == "AWS")
    excluded = f"(and {accounts} (or (and isRole {roles} {direct}) (and (not isRole) {users})))"
    return f"(not (ite isAws {excluded} {anyhow}))"


def applies(keys, statement, level):
    def element(name, matching):
        inverted = "Not" + name in statement
        found = any_of(matching(each) for each in listed(statement["Not" + name if inverted else name]))
        return f"(not {found})" if inverted else found

    # Whether a wildcard goes beyond a colon is not documented: it does where that allows more.
    wide = (statement["Effect"] == "Allow") != ("NotResource" in statement)
    return all_of([
        reached(statement, level),
        element("Action", lambda each: matches("action", tokens(each.lower(), False))),
        element("Resource", lambda each: matches("resource", tokens(each)) if wide else in_segments("resource", each)),
        *(
            condition(keys, operator, key, values)
            for operator, pairs in statement.get("Condition", {}).items()
            for key, values in pairs.items()
        ),
    ])


def granted(keys, policy, effect, levels):
    return any_of(
        applies(keys, each, level) for each in policy["Statement"] if each["Effect"] == effect for level in levels
    )


def question(asked):
    keys = {"aws:SecureTransport": "k0"}
    allows = lambda policies, levels=LEVELS: any_of(granted(keys, each, "Allow", levels) for each in policies)
    every = lambda policies: all_of(allows([each]) for each in policies)
    policies = [each for part in ["identity", "boundary", "session", "resource"] for each in asked[part]]
    denied = any_of(granted(keys, each, "Deny", LEVELS) for each in policies)
    own = f"(and isAws (= account {text(ACCOUNT)}))"
    direct, role, anyhow = (allows(asked["resource"], each) for each in [["direct"], ["role"], LEVELS])
    identity = any_of([f"(and {own} {role})", "isRoot", allows(asked["identity"])])
    principal = all_of([
        anyhow if asked["resourceDecides"] else f"(or {own} {anyhow})",
        f"(or (and {own} {direct}) (and {identity} {every(asked['boundary'])} {every(asked['session'])}))",
    ])
    expected = allows([asked["expected"]])
    goal = f"(assert (and (not {denied}) (ite isAws {principal} {anyhow}) (not {expected})))"
    constants = "".join(f"(declare-const {k} String) (declare-const has-{k} Bool)\n" for k in keys.values())
    return FACTS + constants + '(assert (and has-k0 (or (= k0 "true") (= k0 "false"))))\n' + goal + "\n(check-sat)\n"


for line in open(sys.argv[2], encoding="utf-8"):
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("rlimit-per", sys.argv[1])
    symbols = cvc5.SymbolManager(solver)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, question(json.loads(line)), "question")
    answer = ""
    while not (command := parser.nextCommand()).isNull():
        answer += str(command.invoke(solver, symbols)).strip()
    print(answer, flush=True)
